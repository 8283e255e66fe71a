import { inflateSync } from 'node:zlib';

/** An unpacked object stream and where its packed form begins in the file. */
export interface ObjectStream {
  start: number;
  text: string;
}

/** The unpacked object streams, in which the page objects of most newer files are; encrypted ones are left out. */
export function* objectStreams(file: Buffer): Generator<ObjectStream> {
  let left = MOST_BYTES;
  for (let at = file.indexOf(OBJECT_STREAM); at >= 0 && left > 0; at = file.indexOf(OBJECT_STREAM, at + 1)) {
    const start = file.indexOf('stream', at + OBJECT_STREAM.length);
    const end = file.indexOf('endstream', start);
    if (start < 0 || end < 0) return;
    const text = unpack(file.subarray(start + (file[start + 6] === CARRIAGE_RETURN ? 8 : 7), end), left);
    left -= text.length;
    yield { start, text };
  }
}

const OBJECT_STREAM = '/ObjStm';
/** A stream that unpacks to more is not looked into, and no more than this of all together. */
const MOST_BYTES = 32 * 1024 * 1024;
const CARRIAGE_RETURN = 13;

function unpack(data: Buffer, maxOutputLength: number): string {
  try {
    return inflateSync(data, { maxOutputLength }).toString('latin1');
  } catch {
    // Encrypted, otherwise packed or too large: PDFium reads it.
    return '';
  }
}
