import { AppError } from '#shared/errors.ts';
import type { z } from 'zod';
import { jsonDepth } from './json-depth.ts';
import { readLimited } from './read-limited.ts';

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
