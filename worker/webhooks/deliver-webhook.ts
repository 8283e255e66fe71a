import {
  beginAttempt,
  type DeliveryToMake,
  endDelivery,
  findDelivery,
  noteFailedAttempt,
} from '#db/webhook-deliveries.ts';
import { AppError } from '#shared/errors.ts';
import { webhookWaitMs } from '#shared/queue/backoff.ts';
import { traceHeaders } from '#shared/trace.ts';
import type { WorkerCtx } from '../worker-ctx.ts';
import { postWebhook } from './post-webhook.ts';
import { type Resolve, resolveTarget } from './resolve-target.ts';
import { signWebhook } from './sign-webhook.ts';

export interface WebhookTask {
  deliveryId: string;
  signal: AbortSignal;
  /** Left out in the product: the system's own resolver. */
  resolve?: Resolve;
}

/** How a delivery stands after a task; 'gone' where its job or its endpoint is, or it was done before. */
export type DeliveryOutcome = 'delivered' | 'failed' | 'gone';

/**
 * Makes one attempt at a delivery. A 2xx ends it as DELIVERED, the last attempt as FAILED, and so does 410, with which a
 * receiver says that it wants no more. Throws `webhook-failed` for another try, also where another worker has it in hand:
 * that one may have died.
 */
export async function deliverWebhook(ctx: WorkerCtx, task: WebhookTask): Promise<DeliveryOutcome> {
  const timeoutMs = ctx.config.WEBHOOK_TIMEOUT_MS;
  const delivery = await beginAttempt(ctx.db, {
    deliveryId: task.deliveryId,
    leaseMs: timeoutMs + MARGIN_MS,
  });
  if (delivery === undefined) return notNow(ctx, task.deliveryId);
  const { attempts } = delivery;
  const attempt = { deliveryId: delivery.id, attempts };
  const failure = await send(ctx, delivery, task);
  if (failure === null) {
    await endDelivery(ctx.db, attempt, { status: 'DELIVERED' });
    return 'delivered';
  }
  const facts = { deliveryId: delivery.id, webhookId: delivery.endpoint_id, attempts, failure };
  ctx.log.info({ ...facts, traceId: ctx.traceId }, 'a webhook was not delivered');
  if (failure === GONE || attempts >= ctx.config.WEBHOOK_MAX_ATTEMPTS) {
    await endDelivery(ctx.db, attempt, { status: 'FAILED', failure });
    return 'failed';
  }
  const waitMs = webhookWaitMs(attempts, ctx.config.WEBHOOK_FIRST_WAIT_MS);
  await noteFailedAttempt(ctx.db, attempt, { failure, waitMs });
  throw new AppError('webhook-failed', 'The webhook was not delivered.', { facts: { failure } });
}

/** Beyond the time limit, for what comes before and after the request. */
const MARGIN_MS = 2000;
const GONE = 'http-410';

async function notNow(ctx: WorkerCtx, deliveryId: string): Promise<'gone'> {
  const row = await findDelivery(ctx.db, deliveryId);
  if (row?.status !== 'PENDING') return 'gone';
  throw new AppError('webhook-failed', 'Another worker has this webhook in hand.', {
    facts: { failure: 'in-hand' },
  });
}

/** Null where it arrived, else in a word why not: never in the words of the network, which carry the address. */
async function send(ctx: WorkerCtx, delivery: DeliveryToMake, task: WebhookTask): Promise<string | null> {
  const { id, url, secret, body } = delivery;
  const limit = AbortSignal.timeout(ctx.config.WEBHOOK_TIMEOUT_MS);
  const signal = AbortSignal.any([limit, task.signal]);
  try {
    const target = await within(signal, resolveTarget(ctx.config, url, task.resolve));
    const headers = {
      'content-type': 'application/json',
      'user-agent': 'LedgerLift',
      ...traceHeaders(ctx.traceId),
      ...signWebhook(secret, { id, sentAt: new Date(), body }),
    };
    const status = await postWebhook(target, { headers, body, signal });
    return status >= 200 && status < 300 ? null : `http-${status}`;
  } catch (error) {
    return failureOf(error, limit);
  }
}

function failureOf(error: unknown, limit: AbortSignal): string {
  if (limit.aborted) return 'timeout';
  if (error instanceof AppError) {
    const { failure } = error.facts;
    return typeof failure === 'string' ? failure : error.code;
  }
  const { code } = error as { code?: unknown };
  return typeof code === 'string' ? code : 'network';
}

/** Looking a name up cannot be stopped; it is not waited for. */
async function within<T>(signal: AbortSignal, work: Promise<T>): Promise<T> {
  const stopped = Promise.withResolvers<never>();
  const stop = (): void => stopped.reject(signal.reason);
  signal.addEventListener('abort', stop, { once: true });
  try {
    return await Promise.race([work, stopped.promise]);
  } finally {
    signal.removeEventListener('abort', stop);
    work.catch(() => {});
  }
}
