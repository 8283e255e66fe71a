import type { Context } from '@netlify/functions';
import { authenticate } from '#shared/auth/authenticate.ts';
import { requireScope } from '#shared/auth/require-scope.ts';
import type { Scope, UserCtx } from '#shared/context.ts';
import {
  type EndpointRow,
  endpoints,
  type Method,
  type MethodOf,
  type ProtectedPath,
} from '#shared/contracts/endpoints.ts';
import { AppError } from '#shared/errors.ts';
import { traceHeaders, traceIdOf } from '#shared/trace.ts';
import { CallLimits } from './call-limits.ts';
import { conditional } from './conditional.ts';
import { problem, toAppError } from './problem.ts';
import { requireOwnDeploy } from './require-own-deploy.ts';
import { servicesOfInstance } from './services.ts';

/** One request with everything a handler needs. */
export interface Call {
  ctx: UserCtx;
  request: Request;
  url: URL;
  /** A path parameter; empty where the path has none of that name. */
  param: (name: string) => string;
}

type Handler = (call: Call) => Promise<Response>;

/**
 * The edge: credential in, answer or problem out. The only try/catch of the functions is here. `path` is a row of the
 * table of endpoints, which says what scope each method needs; there has to be a handler for each of its methods.
 */
export function route<P extends ProtectedPath>(
  path: P,
  handlers: Record<MethodOf<P>, Handler>,
): (request: Request, context: Context) => Promise<Response> {
  const answering: Answering = { rows: endpoints[path], handlers };
  return async (request, context) => {
    const traceId = traceIdOf(request.headers);
    const url = new URL(request.url);
    const limits = new CallLimits();
    const answer = await answerOrProblem(answering, { request, context, traceId, url, limits });
    limits.tell(answer.headers);
    for (const [name, value] of Object.entries(traceHeaders(traceId))) answer.headers.set(name, value);
    return answer;
  };
}

interface Answering {
  rows: Partial<Record<Method, EndpointRow & { scope: Scope }>>;
  handlers: Partial<Record<Method, Handler>>;
}

interface Incoming {
  request: Request;
  context: Context;
  traceId: string;
  url: URL;
  limits: CallLimits;
}

async function answerOrProblem(answering: Answering, incoming: Incoming): Promise<Response> {
  try {
    return await dispatch(answering, incoming);
  } catch (error) {
    await logUnexpected(error, incoming.traceId);
    return problem(error, { traceId: incoming.traceId, instance: incoming.url.pathname });
  }
}

async function dispatch(
  { rows, handlers }: Answering,
  { request, context, traceId, url, limits }: Incoming,
): Promise<Response> {
  const [row, handle] = [rows[request.method as Method], handlers[request.method as Method]];
  if (row === undefined || handle === undefined) {
    const allow = Object.keys(rows).join(', ');
    throw new AppError('method-not-allowed', `This address answers ${allow}.`, { facts: { allow } });
  }
  const services = await servicesOfInstance();
  requireOwnDeploy(services.config, context);
  const authorization = request.headers.get('authorization');
  const ip = context.ip === '' ? null : context.ip;
  try {
    const caller = { row, authorization, ip };
    await limits.spendOfAddress(services, caller);
    const actor = await authenticate(services, { authorization, ip, traceId });
    await limits.spendOfCredential(services, caller, actor);
    await requireScope(services, { actor, traceId }, row.scope);
    const db = await services.wall.dbOf(actor.tenantId);
    const ctx = { ...services, db, actor, traceId };
    const answer = await handle({ ctx, request, url, param: (name) => context.params[name] ?? '' });
    return row.polled === true ? await conditional(request, answer) : answer;
  } finally {
    // Once it has answered, a function may be frozen for good, and what is in its memory with it.
    await services.trail.beforeAnswer();
  }
}

/** A caller is told the code of our failures and no more: here they stand in full. */
async function logUnexpected(error: unknown, traceId: string): Promise<void> {
  const { status, facts } = toAppError(error);
  if (status < 500) return;
  try {
    const { log } = await servicesOfInstance();
    log.error({ err: error, facts, traceId }, 'a request failed on our side');
  } catch {
    // Without services there is no log either; the platform's own log has the start's failure.
  }
}
