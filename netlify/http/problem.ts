import { AppError } from '#shared/errors.ts';
import { z } from 'zod';

/** Where an error happened, for its report. */
export interface ProblemPlace {
  traceId: string;
  instance: string;
}

/**
 * An error as RFC 9457 problem+json. Only AppErrors speak to the caller; anything else becomes `internal`, and its
 * text stays in the log.
 */
export function problem(error: unknown, place: ProblemPlace): Response {
  const known = toAppError(error);
  const body = {
    type: `https://ledgerlift.dev/errors/${known.code}`,
    title: known.title,
    status: known.status,
    detail: known.message,
    instance: place.instance,
    traceId: place.traceId,
    code: known.code,
    ...known.facts,
  };
  const headers: Record<string, string> = {
    'content-type': 'application/problem+json',
    'cache-control': 'no-store',
  };
  if (known.retryable) headers['retry-after'] = '2';
  if (known.status === 401) headers['www-authenticate'] = 'Bearer';
  const { allow } = known.facts;
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
  return new AppError('internal', 'Something failed on our side; the trace id finds it in our log.', {
    cause: error,
  });
}
