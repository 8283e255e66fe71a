import { AppError } from '#shared/errors.ts';
import type { z } from 'zod';
import { readLimited } from './read-limited.ts';

/** The JSON body through its schema; an empty one counts as {}. Throws `too-large`, `malformed-request` or ZodError. */
export async function readBody<T>(request: Request, schema: z.ZodType<T>): Promise<T> {
  const text = await readLimited(request);
  return schema.parse(text === '' ? {} : parseJson(text));
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new AppError('malformed-request', 'The body is not JSON.', { cause });
  }
}
