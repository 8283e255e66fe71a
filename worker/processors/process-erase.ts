import { failManifest, isLookAwaited } from '#db/deletions.ts';
import { eraseJob } from '#shared/deletion/erase-job.ts';
import { AppError } from '#shared/errors.ts';
import type { Task } from '#shared/queue/consume.ts';
import { taskIds } from '#shared/queue/queues.ts';
import { removeLeftovers } from '../pipeline/remove-leftovers.ts';
import type { WorkerCtx } from '../worker-ctx.ts';

/** After the last try the manifest is FAILED for now, and the sweep goes on at growing intervals. */
export async function processErase(ctx: WorkerCtx, task: Task<'erase'>): Promise<void> {
  const { jobId } = task.payload;
  await ctx.sources.drop(jobId);
  // Nobody rings for an erasure that is over: whoever did, it is looked whether anything has come back.
  if (!(await isLookAwaited(ctx.db, jobId)))
    return removeLeftovers(ctx, { jobId, attempt: 'erase', committing: false });
  try {
    const outcome = await eraseJob(ctx, jobId);
    // Busy: whoever has it in hand goes on, or its own task or the sweep does.
    if (outcome.state !== 'later') return;
    // An id of its own: this task still has one, and adding a task that is there does nothing.
    const delayMs = outcome.waitMs + 1000;
    await ctx.queues.add('erase', task.payload, {
      taskId: `${taskIds.erase(jobId)}-${Date.now() + delayMs}`,
      delayMs,
    });
  } catch (error) {
    if (task.lastAttempt)
      await failManifest(ctx.db, jobId, error instanceof AppError ? error.code : 'internal');
    throw error;
  }
}
