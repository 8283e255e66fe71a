import { type ExportFailure, failExport, findExport } from '#db/exports.ts';
import { lockJob } from '#db/jobs.ts';
import { recordEvent } from '#shared/audit/record-event.ts';
import { AppError } from '#shared/errors.ts';
import type { Task } from '#shared/queue/consume.ts';
import { exportSchedules } from '../pipeline/export-schedules.ts';
import type { WorkerCtx } from '../worker-ctx.ts';
import { mayRetry, refuseCrashing } from './guard.ts';

/** An export that a retry cannot help, or that failed at the last try, is FAILED with its reason, in the trail too. */
export async function processExport(ctx: WorkerCtx, task: Task<'export'>): Promise<void> {
  try {
    refuseCrashing(task);
    await exportSchedules(ctx, { ...task.payload, signal: task.signal });
  } catch (error) {
    if (task.signal.aborted || mayRetry(task, error)) throw error;
    // A file that cannot be written is its sender's business; only what failed on our side wakes somebody.
    const ofSender = error instanceof AppError && error.status < 500;
    ctx.log[ofSender ? 'info' : 'error']({ err: error, jobId: task.payload.jobId }, 'an export failed');
    await fail(ctx, task.payload.exportId, failureOf(error));
  }
}

/** Only AppErrors speak; the text of others stays in the log. */
function failureOf(error: unknown): ExportFailure {
  if (error instanceof AppError) return { code: error.code, detail: error.message };
  return { code: 'internal', detail: 'Something failed on our side; try again later.' };
}

async function fail(ctx: WorkerCtx, exportId: string, failure: ExportFailure): Promise<void> {
  await ctx.db.transaction().execute(async (tx) => {
    const row = await findExport(tx, exportId);
    // Locked: an event that came between an erasure and its end would bring the job's user back.
    const job = row === undefined ? undefined : await lockJob(tx, row.job_id);
    if (job === undefined) return;
    await failExport(tx, exportId, failure);
    await recordEvent(tx, ctx, { job, type: 'ERROR', metadata: { exportId, code: failure.code } });
  });
}
