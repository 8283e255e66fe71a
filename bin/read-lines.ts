import { createReadStream } from 'node:fs';

/** Longer than any line we write. A file without a line break would else be taken into memory whole. */
const longestLine = 4 * 1024 * 1024;

/**
 * The lines of a UTF-8 file, parted by LF alone: node:readline parts at U+2028 and U+2029 too, which may stand within
 * a JSON text. Throws a RangeError for a line of more than 4 Mi characters, and what opening the file throws.
 */
export async function* readLines(file: string): AsyncGenerator<string> {
  let rest = '';
  for await (const chunk of createReadStream(file, { encoding: 'utf8' })) {
    const lines = `${rest}${String(chunk)}`.split('\n');
    rest = lines.pop() ?? '';
    yield* lines;
    if (rest.length > longestLine)
      throw new RangeError(`A line of ${file} is longer than any event: it is no trail in NDJSON.`);
  }
  if (rest !== '') yield rest;
}
