import { failExport, findExport } from '#db/exports.ts';
import { findJob } from '#db/jobs.ts';
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
    await exportSchedules(ctx, task.payload);
  } catch (error) {
    if (task.signal.aborted || mayRetry(task, error)) throw error;
    ctx.log.error({ err: error, jobId: task.payload.jobId }, 'an export failed');
    await fail(ctx, task.payload.exportId, error instanceof AppError ? error.code : 'internal');
  }
}

async function fail(ctx: WorkerCtx, exportId: string, code: string): Promise<void> {
  await ctx.db.transaction().execute(async (tx) => {
    const row = await findExport(tx, exportId);
    const job = row === undefined ? undefined : await findJob(tx, row.job_id);
    if (job === undefined) return;
    await failExport(tx, exportId, code);
    await recordEvent(tx, ctx, { job, type: 'ERROR', metadata: { exportId, code } });
  });
}
