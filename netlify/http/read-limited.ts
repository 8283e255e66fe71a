import { AppError } from '#shared/errors.ts';

/** Bodies are announcements and choices; the files themselves go straight to the store. */
const maxBodyBytes = 64 * 1024;

/** The body as text. Throws `too-large`, or `malformed-request` where it breaks off. */
export async function readLimited(request: Request): Promise<string> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of received(request.body)) {
    bytes += chunk.byteLength;
    if (bytes > maxBodyBytes) {
      throw new AppError('too-large', `A request body may have ${maxBodyBytes} bytes.`, {
        facts: { maxBodyBytes },
      });
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

/** A connection that breaks is the sender's failure and must not look like one of ours. */
async function* received(body: Request['body']): AsyncGenerator<Uint8Array> {
  try {
    if (body !== null) yield* body;
  } catch (cause) {
    throw new AppError('malformed-request', 'The body broke off: send the request again.', { cause });
  }
}
