import { failExport } from '#db/exports.ts';
import { AppError } from '#shared/errors.ts';
import type { Task } from '#shared/queue/consume.ts';
import { exportSchedules } from '../pipeline/export-schedules.ts';
import type { WorkerCtx } from '../worker-ctx.ts';

export async function processExport(ctx: WorkerCtx, task: Task<'export'>): Promise<void> {
  try {
    await exportSchedules(ctx, task.payload.exportId);
  } catch (error) {
    if (!task.lastAttempt || task.signal.aborted) throw error;
    ctx.log.error({ err: error, jobId: task.payload.jobId }, 'an export failed');
    await failExport(ctx.db, task.payload.exportId, error instanceof AppError ? error.code : 'internal');
  }
}
