import type { Context } from '@netlify/functions';
import type { endpoints } from '#shared/contracts/endpoints.ts';
import { AppError } from '#shared/errors.ts';
import { traceHeaders, traceIdOf } from '#shared/trace.ts';
import { problem } from './problem.ts';

type Endpoints = typeof endpoints;

/** The addresses that answer anybody. */
type OpenPath = {
  [P in keyof Endpoints]: Endpoints[P] extends { GET: { scope: null } } ? P : never;
}[keyof Endpoints];

/**
 * The edge of what answers anybody: a GET or HEAD to one of its addresses, no credential, no services and no tenant, so
 * that it answers also where those cannot be had. Anything else is a problem as everywhere.
 */
export function openRoute(
  handlers: Partial<Record<OpenPath, () => Promise<Response> | Response>>,
): (request: Request, context: Context) => Promise<Response> {
  return async (request) => {
    const traceId = traceIdOf(request.headers);
    const { pathname } = new URL(request.url);
    const answer = await answerOrProblem(request.method, handlers[pathname as OpenPath]).catch(
      (error: unknown) => problem(error, { traceId, instance: pathname }),
    );
    for (const [name, value] of Object.entries(traceHeaders(traceId))) answer.headers.set(name, value);
    return answer;
  };
}

async function answerOrProblem(
  method: string,
  handle: (() => Promise<Response> | Response) | undefined,
): Promise<Response> {
  if (method !== 'GET' && method !== 'HEAD') {
    const facts = { allow: 'GET, HEAD' };
    throw new AppError('method-not-allowed', 'This address answers GET, HEAD.', { facts });
  }
  if (handle === undefined) throw new AppError('not-found', 'Nothing is served at this address.');
  const answer = await handle();
  return method === 'HEAD' ? new Response(null, answer) : answer;
}
