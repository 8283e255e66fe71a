import type { Task } from '#shared/queue/consume.ts';
import { deliverWebhook } from '../webhooks/deliver-webhook.ts';
import type { WorkerCtx } from '../worker-ctx.ts';

/** One attempt at a webhook; what it throws brings the task back after a wait that grows. */
export async function processNotify(ctx: WorkerCtx, { payload, signal }: Task<'notify'>): Promise<void> {
  try {
    ctx.meters.webhookAttempted(await deliverWebhook(ctx, { deliveryId: payload.deliveryId, signal }));
  } catch (error) {
    ctx.meters.webhookAttempted('again');
    throw error;
  }
}
