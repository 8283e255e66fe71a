import { AppError } from '#shared/errors.ts';
import type { Task } from '#shared/queue/consume.ts';
import { failJob, stopCancelledJob } from '../pipeline/stop-job.ts';
import type { WorkerCtx } from '../worker-ctx.ts';

type JobTask = Task<'open'> | Task<'page'> | Task<'assemble'>;

/**
 * Runs a step of a job. A cancelled job is ended rightly and its task is done. A failure that a retry cannot help, or
 * that came at the last try, ends the job with its reason; any other goes back to the queue.
 */
export async function guardJob(ctx: WorkerCtx, task: JobTask, step: () => Promise<void>): Promise<void> {
  const { payload } = task;
  try {
    await step();
  } catch (error) {
    // A worker that is told to stop leaves its task to another one.
    if (task.signal.aborted) throw error;
    if (error instanceof AppError && error.code === 'job-cancelled') {
      await stopCancelledJob(ctx, payload);
      return;
    }
    const retryable = !(error instanceof AppError) || error.retryable;
    if (retryable && !task.lastAttempt) throw error;
    // A file we cannot lift is its sender's business; only what failed on our side wakes somebody.
    const level = error instanceof AppError && error.status < 500 ? 'info' : 'error';
    ctx.log[level]({ err: error, jobId: payload.jobId, traceId: payload.traceId }, 'a job failed');
    await failJob(ctx, { id: payload.jobId }, error);
  }
}
