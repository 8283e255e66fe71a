import { AppError } from '#shared/errors.ts';
import type { z } from 'zod';
import { jsonDepth } from './json-depth.ts';

/** Bodies are announcements and choices; the files themselves go straight to the store. */
const maxBodyBytes = 64 * 1024;

/** Ours lie three deep. What recurses over a body later has a bound by it. */
const maxDepth = 32;

/**
 * The JSON body through its schema; an empty one counts as {}, whatever type it says it has. Throws `too-large`, `not-json`,
 * `malformed-request` or ZodError.
 */
export async function readBody<T>(request: Request, schema: z.ZodType<T>): Promise<T> {
  const text = await readLimited(request);
  if (text === '') return schema.parse({});
  requireJson(request.headers.get('content-type'));
  return schema.parse(parseJson(text));
}

/** One that says nothing of its type is looked at; one that says it is something else is believed. */
function requireJson(contentType: string | null): void {
  const type = contentType?.split(';')[0]?.trim().toLowerCase() ?? '';
  if (type === '' || type === 'application/json' || /^application\/[\w.-]+\+json$/.test(type)) return;
  throw new AppError('not-json', 'The body has to be JSON: send it with Content-Type: application/json.');
}

async function readLimited(request: Request): Promise<string> {
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

function parseJson(text: string): unknown {
  if (jsonDepth(text) > maxDepth) {
    const detail = `The body lies more than ${maxDepth} levels deep: send what the address takes, which is flat.`;
    throw new AppError('malformed-request', detail, { facts: { maxDepth } });
  }
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new AppError('malformed-request', 'The body is not JSON.', { cause });
  }
}
