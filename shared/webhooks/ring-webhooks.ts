import { takeDueDeliveries } from '#db/webhook-deliveries.ts';
import type { Ctx } from '../context.ts';
import { taskIds } from '../queue/queues.ts';

/**
 * Rings for what stands in the outbox and was not rung for; answers how many. After a commit and from the sweep. What
 * is done is committed already, so that nothing is thrown: a failure is logged, and the sweep rings again.
 */
export async function ringWebhooks(ctx: Ctx): Promise<number> {
  if (!ctx.config.FEATURES_WEBHOOKS) return 0;
  try {
    const due = await takeDueDeliveries(ctx.db);
    for (const { id, trace_id: traceId } of due) {
      await ctx.queues.add('notify', { deliveryId: id, traceId }, { taskId: taskIds.notify(id) });
    }
    return due.length;
  } catch (error) {
    ctx.log.warn({ err: error, traceId: ctx.traceId }, 'the doorbell was not heard; the sweep will ring');
    return 0;
  }
}
