import { AppError } from '#shared/errors.ts';
import type { DiskStore } from './disk-store.ts';
import type { DiskPlacing } from './disk-write.ts';
import type { StoreGrant } from './signed-url.ts';

/** What may be uploaded, and what is asked before it takes its place. */
export type DiskUpload = Pick<StoreGrant, 'key' | 'contentType' | 'bytes'> & Pick<DiskPlacing, 'guard'>;

/**
 * Takes the body of a signed PUT into the store as it streams in. A body longer than announced is refused at the first
 * byte too many, a shorter or broken one at its end, with AppError `upload-mismatch`; then nothing is stored.
 */
export async function receiveUpload(
  store: DiskStore,
  { key, contentType, bytes, guard }: DiskUpload,
  body: AsyncIterable<Uint8Array>,
): Promise<void> {
  await store.receive(key, exactly(bytes, body), { contentType, guard });
}

async function* exactly(announcedBytes: number, body: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let receivedBytes = 0;
  for await (const chunk of readable(body)) {
    receivedBytes += chunk.length;
    if (receivedBytes > announcedBytes) throw mismatch(announcedBytes, 'more');
    yield chunk;
  }
  if (receivedBytes < announcedBytes) throw mismatch(announcedBytes, 'fewer');
}

/** A connection that breaks is the sender's failure and must not look like one of the disk. */
async function* readable(body: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  try {
    yield* body;
  } catch (cause) {
    throw new AppError('upload-mismatch', 'The upload broke off. Send the file again.', { cause });
  }
}

function mismatch(announcedBytes: number, sent: 'more' | 'fewer'): AppError {
  const detail = `The file has ${sent} bytes than the ${announcedBytes} announced. Make the job anew with its true size.`;
  return new AppError('upload-mismatch', detail, { facts: { announcedBytes } });
}
