import { databaseFailure } from '#shared/database-failure.ts';
import { AppError } from '#shared/errors.ts';
import type { Task } from '#shared/queue/consume.ts';
import { maxCrashes } from '#shared/queue/table.ts';
import { removeLeftovers } from '../pipeline/remove-leftovers.ts';
import { failJob, stopCancelledJob } from '../pipeline/stop-job.ts';
import type { WorkerCtx } from '../worker-ctx.ts';

type JobTask = Task<'open'> | Task<'page'> | Task<'assemble'>;

export interface Step {
  /** Whose task it is. */
  queue: 'open' | 'page' | 'assemble';
  run: (signal: AbortSignal) => Promise<void>;
}

/**
 * Runs a step of a job with a signal that also fires when its run is over. A cancelled job is ended rightly and its task
 * is done. A failure that a retry cannot help, or that came at the last try, ends the job with its reason; any other
 * goes back to the queue. A task that took workers down with it is not tried for ever.
 */
export async function guardJob(ctx: WorkerCtx, task: JobTask, step: Step): Promise<void> {
  const watch = ctx.cancellations.watch(task.payload);
  try {
    refuseCrashing(task);
    await step.run(AbortSignal.any([task.signal, watch.signal]));
  } catch (error) {
    // A worker that is told to stop leaves its task to another one.
    if (task.signal.aborted) throw error;
    const reason = watch.signal.aborted ? watch.signal.reason : error;
    await endStep(ctx, task, {
      queue: step.queue,
      reason,
      committing: isRefusedCommit(error),
    });
  } finally {
    watch.release();
  }
}

interface StepEnd extends Pick<Step, 'queue'> {
  reason: unknown;
  /** Whether finished work was refused, also where the worker heard of the stop at the same moment. */
  committing: boolean;
}

async function endStep(
  ctx: WorkerCtx,
  task: JobTask,
  { queue, reason: error, committing }: StepEnd,
): Promise<void> {
  const { payload } = task;
  if (error instanceof AppError && error.code === 'job-cancelled') {
    await stopCancelledJob(ctx, payload, error.facts['checkpoint']);
    // The picture of a page may have come too late for its job's deletion, now or before a crash.
    await removeLeftovers(ctx, { jobId: payload.jobId, attempt: queue, committing });
    return;
  }
  if (mayRetry(task, error)) throw error;
  // A file we cannot lift is its sender's business; only what failed on our side wakes somebody.
  const ofSender = error instanceof AppError && error.status < 500 && task.stalls < maxCrashes;
  const level = ofSender ? 'info' : 'error';
  ctx.log[level]({ err: error, jobId: payload.jobId, traceId: payload.traceId }, 'a job failed');
  await failJob(ctx, payload, error);
}

/** A page that was read, at its commit or just before it. */
function isRefusedCommit(error: unknown): boolean {
  return (
    error instanceof AppError && error.code === 'job-cancelled' && error.facts['checkpoint'] === 'after_page'
  );
}

/** Faults of our own are tried this often; an outage is waited for as long as the queue's table says. */
const maxFaults = 5;

/** Whether to do the same again: never where it cannot help, and not for an hour where nothing is away. */
export function mayRetry(task: JobTask | Task<'export'>, error: unknown): boolean {
  if (task.lastAttempt || (error instanceof AppError && !error.retryable)) return false;
  // A page counts its own faults (readPage).
  return task.starts < maxFaults || isOutage(error) || 'pageNo' in task.payload;
}

/** What passes by itself: a service that is away, and pages that other tasks are still reading. */
function isOutage(error: unknown): boolean {
  if (error instanceof AppError) return error.status === 503 || error.code === 'not-ready';
  return databaseFailure(error) !== null;
}

/** Throws `resource-limit` for a task that took too many workers down with it. A page has a rule of its own (readPage). */
export function refuseCrashing(task: JobTask | Task<'export'>): void {
  if (task.stalls < maxCrashes || 'pageNo' in task.payload) return;
  throw new AppError(
    'resource-limit',
    'The workers that worked on this file ended before they were done. Split the file, or print it as a new PDF, and send that.',
    { facts: { crashes: task.stalls } },
  );
}
