import { databaseFailure } from '#shared/database-failure.ts';
import { AppError } from '#shared/errors.ts';
import { z } from 'zod';

/** Where an error happened, for its report. */
export interface ProblemPlace {
  traceId: string;
  instance: string;
}

/**
 * An error as RFC 9457 problem+json. Only AppErrors speak to the caller; anything else becomes `database-unavailable`
 * or `internal`, and its text stays in the log, as do the facts of every 5xx.
 */
export function problem(error: unknown, place: ProblemPlace): Response {
  const known = toAppError(error);
  const body = {
    // First, so that no fact of the name takes the place of a member. What we know of our own failures is for the log.
    ...(known.status < 500 ? known.facts : {}),
    type: `https://ledgerlift.dev/errors/${known.code}`,
    title: known.title,
    status: known.status,
    detail: known.message,
    instance: place.instance,
    traceId: place.traceId,
    code: known.code,
  };
  const headers: Record<string, string> = {
    'content-type': 'application/problem+json',
    'cache-control': 'no-store',
  };
  const { allow, retryAfterSeconds } = known.facts;
  if (known.retryable)
    headers['retry-after'] = typeof retryAfterSeconds === 'number' ? `${retryAfterSeconds}` : '2';
  if (known.status === 401) headers['www-authenticate'] = 'Bearer';
  if (known.code === 'method-not-allowed' && typeof allow === 'string') headers['allow'] = allow;
  return new Response(JSON.stringify(body), { status: known.status, headers });
}

/** What the caller may be told of an error. */
export function toAppError(error: unknown): AppError {
  if (error instanceof AppError) return error;
  if (error instanceof z.ZodError) {
    const errors = error.issues.map((issue) => ({ path: issue.path.join('.'), message: issue.message }));
    const named = errors.map(({ path, message }) => (path === '' ? message : `${path}: ${message}`));
    return new AppError('malformed-request', named.join('; '), { facts: { errors }, cause: error });
  }
  return databaseFailure(error) ?? internal(error);
}

function internal(cause: unknown): AppError {
  const detail = 'Something failed on our side; the trace id finds it in our log.';
  return new AppError('internal', detail, { cause });
}
