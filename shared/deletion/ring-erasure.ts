import type { Ctx } from '../context.ts';
import { taskIds } from '../queue/queues.ts';

/** Rings for the erasure of a job; a queue that does not answer is logged, and the sweep rings again. */
export async function ringErasure(ctx: Ctx, jobId: string): Promise<void> {
  try {
    await ctx.queues.add('erase', { jobId, traceId: ctx.traceId }, { taskId: taskIds.erase(jobId) });
  } catch (error) {
    ctx.log.warn(
      { err: error, jobId, traceId: ctx.traceId },
      'the doorbell was not heard; the sweep will ring',
    );
  }
}
