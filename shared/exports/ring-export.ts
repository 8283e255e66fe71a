import type { ExportRow } from '#db/exports.ts';
import type { Ctx } from '../context.ts';
import { taskIds } from '../queue/queues.ts';

/** Rings the doorbell of an export; a queue that does not answer is logged, and the sweep rings again. */
export async function ringExport(ctx: Ctx, row: Pick<ExportRow, 'id' | 'job_id'>): Promise<void> {
  try {
    const payload = { exportId: row.id, jobId: row.job_id, traceId: ctx.traceId };
    await ctx.queues.add('export', payload, { taskId: taskIds.export(row.id) });
  } catch (error) {
    ctx.log.warn(
      { err: error, jobId: row.job_id, traceId: ctx.traceId },
      'the doorbell was not heard; the sweep will ring',
    );
  }
}
