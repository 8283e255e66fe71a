import { findJob, type JobRow } from '#db/jobs.ts';
import { listStoredPageNumbers } from '#db/pages.ts';
import { taskIds } from '#shared/queue/queues.ts';
import type { WorkerCtx } from '../worker-ctx.ts';

/** Puts every page that is not stored on the queue, and the assembly behind them; just the assembly where none is missing. */
export async function handOut(ctx: WorkerCtx, { id, run, trace_id: traceId }: JobRow): Promise<void> {
  const doorbell = { jobId: id, run, traceId };
  const missing = await listMissingPages(ctx, id);
  if (missing.length > 0) {
    await ctx.queues.addPages(
      doorbell,
      missing.map((pageNo) => ({ ...doorbell, pageNo })),
    );
    return;
  }
  await ctx.queues.add('assemble', doorbell, { taskId: taskIds.assemble(id, run) });
}

/** Pages of a job that are neither stored nor refused, ascending. */
export async function listMissingPages(ctx: WorkerCtx, jobId: string): Promise<number[]> {
  const job = await findJob(ctx.db, jobId);
  const stored = await listStoredPageNumbers(ctx.db, jobId);
  const all = Array.from({ length: job?.page_count ?? 0 }, (_, index) => index + 1);
  return all.filter((pageNo) => !stored.has(pageNo));
}
