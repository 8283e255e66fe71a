import type { JobRow } from '#db/jobs.ts';
import type { Ctx } from '../context.ts';
import { taskIds } from '../queue/queues.ts';

/**
 * Rings the doorbell of a job. A queue that does not answer is logged and no more: the row is stored, and the sweep
 * rings again.
 */
export async function ringJob(ctx: Ctx, job: Pick<JobRow, 'id' | 'run' | 'trace_id'>): Promise<void> {
  try {
    const payload = { jobId: job.id, run: job.run, traceId: job.trace_id };
    await ctx.queues.add('open', payload, { taskId: taskIds.open(job.id, job.run) });
  } catch (error) {
    ctx.log.warn(
      { err: error, jobId: job.id, traceId: ctx.traceId },
      'the doorbell was not heard; the sweep will ring',
    );
  }
}
