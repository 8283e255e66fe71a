import { inflateSync } from 'node:zlib';

/** An unpacked object stream and where its packed form begins in the file. */
export interface ObjectStream {
  start: number;
  text: string;
}

/**
 * The unpacked object streams, in which the page objects of most newer files are; encrypted ones are left out. The search goes on
 * behind each stream, and ends at the first that is too large: no byte of the file is unpacked twice, however often it is named.
 */
export function* objectStreams(file: Buffer): Generator<ObjectStream> {
  let left = MOST_BYTES;
  let end = 0;
  for (let at = file.indexOf(OBJECT_STREAM); at >= 0; at = file.indexOf(OBJECT_STREAM, end)) {
    const start = file.indexOf('stream', at + OBJECT_STREAM.length);
    end = file.indexOf('endstream', start);
    if (start < 0 || end < 0) return;
    const text = unpack(file.subarray(start + (file[start + 6] === CARRIAGE_RETURN ? 8 : 7), end), left);
    if (text === null) return;
    left -= text.length;
    yield { start, text };
  }
}

const OBJECT_STREAM = '/ObjStm';
/** No more than this is looked into, of all together. */
const MOST_BYTES = 32 * 1024 * 1024;
const CARRIAGE_RETURN = 13;

/** Null where it is too large. */
function unpack(data: Buffer, maxOutputLength: number): string | null {
  if (maxOutputLength <= 0) return null;
  try {
    return inflateSync(data, { maxOutputLength }).toString('latin1');
  } catch (error) {
    if ((error as { code?: unknown }).code === 'ERR_BUFFER_TOO_LARGE') return null;
    // Encrypted or otherwise packed: PDFium reads it.
    return '';
  }
}
