import { inflateSync } from 'node:zlib';

/**
 * Points per unit of user space, which PDFium ignores and gives no access to. Read from the bytes, object streams
 * included, and only where every page says the same; 1 in all other cases.
 */
export function readUserUnit(bytes: Uint8Array): number {
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const texts = [file.toString('latin1'), ...objectStreams(file)];
  const values = texts.flatMap((text) => [...text.matchAll(USER_UNIT)].map((match) => Number(match[1])));
  const pageCount = texts.reduce((sum, text) => sum + [...text.matchAll(PAGE_OBJECT)].length, 0);
  const [value = 1] = values;
  const agreed = values.length === pageCount && values.every((other) => other === value);
  return agreed && value >= LEAST && value <= MOST ? value : 1;
}

const USER_UNIT = /\/UserUnit\s*(\d+\.?\d*|\.\d+)/g;
const PAGE_OBJECT = /\/Type\s*\/Page(?![A-Za-z])/g;
const OBJECT_STREAM = '/ObjStm';
/** No schedule is printed on smaller or larger units; Acrobat's own limit is 75,000. */
const LEAST = 0.1;
const MOST = 100;
/** A stream that unpacks to more is not looked into, and no more than this of all together. */
const MOST_BYTES = 32 * 1024 * 1024;

/** The unpacked object streams, in which the page objects of most newer files are. */
function* objectStreams(file: Buffer): Generator<string> {
  let left = MOST_BYTES;
  for (let at = file.indexOf(OBJECT_STREAM); at >= 0 && left > 0; at = file.indexOf(OBJECT_STREAM, at + 1)) {
    const start = file.indexOf('stream', at + OBJECT_STREAM.length);
    const end = file.indexOf('endstream', start);
    if (start < 0 || end < 0) return;
    const text = unpack(file.subarray(start + (file[start + 6] === CARRIAGE_RETURN ? 8 : 7), end), left);
    left -= text.length;
    yield text;
  }
}

const CARRIAGE_RETURN = 13;

function unpack(data: Buffer, maxOutputLength: number): string {
  try {
    return inflateSync(data, { maxOutputLength }).toString('latin1');
  } catch {
    // Encrypted, otherwise packed or too large: PDFium reads it, only its units stay unknown.
    return '';
  }
}
