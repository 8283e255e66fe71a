import type { FileText } from '#worker/pdf/file-text.ts';

/** The text of an object; `start` is where it begins in the file, null inside an object stream. */
export interface PdfObject {
  text: string;
  start: number | null;
}

/** All objects by number as far as they can be seen without the cross-reference table: the later one wins. */
export function indexObjects(file: FileText): Map<number, PdfObject> {
  const found = [...plainObjects(file.plain)];
  for (const { start, text } of file.packed)
    for (const object of packedObjects(text)) found.push({ ...object, place: start });
  found.sort((one, other) => one.place - other.place);
  return new Map(found.map(({ number, text, start }) => [number, { text, start }]));
}

const HEADER = /(?<![\w.])(\d{1,10})\s+\d{1,5}\s+obj\b/g;
/** An object with more text than this is no node of a page tree. */
const LONGEST = 4 * 1024 * 1024;

type Found = PdfObject & { number: number; place: number };

function* plainObjects(plain: string): Generator<Found> {
  for (const header of plain.matchAll(HEADER)) {
    const start = header.index + header[0].length;
    const end = plain.indexOf('endobj', start);
    const text = plain.slice(start, Math.min(end < 0 ? plain.length : end, start + LONGEST));
    yield { number: Number(header[1]), text, start, place: header.index };
  }
}

/** An object stream begins with pairs of object number and offset (ISO 32000-1, 7.5.7). */
function* packedObjects(text: string): Generator<Omit<Found, 'place'>> {
  const header = /^[\s\d]*/.exec(text)?.[0] ?? '';
  const numbers = header.trim().split(/\s+/).map(Number);
  for (let index = 0; index + 1 < numbers.length; index += 2) {
    const from = header.length + (numbers[index + 1] ?? 0);
    const to = header.length + (numbers[index + 3] ?? text.length);
    yield { number: numbers[index] ?? 0, text: text.slice(from, to), start: null };
  }
}
