import type { UserCtx } from '#shared/context.ts';
import { AppError } from '#shared/errors.ts';
import { findAnswer } from '#shared/idempotency/find-answer.ts';
import { keepWithoutEffect } from '#shared/idempotency/keep-without-effect.ts';
import { keyedRequest } from '#shared/idempotency/keyed-request.ts';
import { jsonText } from './json-text.ts';
import { readLimited } from './read-limited.ts';
import type { Call } from './route.ts';

export interface Once<T extends object> {
  /** Reads the body and calls a verb whose transaction is `takeEffect`. */
  effect: (call: Call) => Promise<T>;
  answer: (outcome: T, call: Call) => Response;
  /** Members of the answer that are not kept and made anew each time: a signed address. */
  renew?: (ctx: UserCtx, jobId: string) => Promise<object>;
}

/**
 * A handler that heeds an Idempotency-Key: the same request again is answered what it was answered before, with
 * `idempotency-replayed: true`. A refusal is not kept: it had no effect, and what was too early is to be asked for again
 * with the same key. Throws `malformed-request`, `idempotency-key-reused` and `request-in-flight`.
 */
export function once<T extends object>(handler: Once<T>): (call: Call) => Promise<Response> {
  return async (call) => {
    if (call.request.headers.has('idempotency-key'))
      return answerKeyed(handler, await withKey(handler, call));
    return handler.answer(await handler.effect(call), call);
  };
}

/** The call with its key in the context, and its body once more to be read. */
async function withKey<T extends object>({ answer }: Once<T>, call: Call): Promise<Call> {
  const { request, url } = call;
  const { method, headers } = request;
  const body = await readLimited(request);
  const key = headers.get('idempotency-key') ?? '';
  const keyed = keyedRequest({ key, method, pathname: url.pathname, body }, async (outcome) => {
    const kept = answer(outcome as T, call);
    return { status: kept.status, body: await kept.text() };
  });
  const again = new Request(request.url, { method, headers, body: body === '' ? null : body });
  return { ...call, ctx: { ...call.ctx, keyed }, request: again };
}

async function answerKeyed<T extends object>(handler: Once<T>, call: Call): Promise<Response> {
  const before = await replay(handler, call);
  if (before !== undefined) return before;
  try {
    return await answerAnew(handler, call);
  } catch (error) {
    // The very same request may have come first, and be the reason of this refusal.
    const first = error instanceof AppError ? await replay(handler, call) : undefined;
    if (first === undefined) throw error;
    return first;
  }
}

async function answerAnew<T extends object>({ effect, answer }: Once<T>, call: Call): Promise<Response> {
  const outcome = await effect(call);
  const { ctx, param } = call;
  if (ctx.keyed?.kept === false) await keepWithoutEffect(ctx, { jobId: param('jobId'), outcome });
  return answer(outcome, call);
}

async function replay<T extends object>({ renew }: Once<T>, { ctx }: Call): Promise<Response | undefined> {
  const kept = await findAnswer(ctx);
  if (kept === undefined) return undefined;
  const { status, job_id: jobId } = kept;
  const body = renew === undefined ? kept.body : renewed(kept.body, await renew(ctx, jobId));
  const answer = jsonText(status, body);
  answer.headers.set('idempotency-replayed', 'true');
  return answer;
}

function renewed(body: string, members: object): string {
  return JSON.stringify({ ...(JSON.parse(body) as object), ...members });
}
