import { replaceSchedules } from '#db/schedules.ts';
import type { JobRow } from '#db/jobs.ts';
import { AppError } from '#shared/errors.ts';
import { endJob } from '#shared/jobs/end-job.ts';
import { JobCancelledError } from '#shared/jobs/job-cancelled-error.ts';
import { SCHEMA_VERSION } from '#shared/schedules/schema-version.ts';
import { taskIds } from '#shared/queue/queues.ts';
import { ringWebhooks } from '#shared/webhooks/ring-webhooks.ts';
import type { WorkerCtx } from '../worker-ctx.ts';
import { checkpoint, type JobOfRun } from './checkpoint.ts';
import { listMissingPages } from './hand-out.ts';
import { scheduleRows } from './schedule-rows.ts';

/**
 * The last step of a job: schedules found, proved and saved, and the job COMPLETED, in one transaction. Throws
 * `not-ready` while a page is missing, after ringing for it.
 */
export async function assembleJob(ctx: WorkerCtx, wanted: JobOfRun): Promise<void> {
  const job = await checkpoint(ctx, wanted, 'before_assembly');
  await requireAllPages(ctx, job);
  const rows = await scheduleRows(ctx.db, job);
  await ctx.db.transaction().execute(async (tx) => {
    await replaceSchedules(tx, { jobId: job.id, schemaVersion: SCHEMA_VERSION }, rows);
    const metadata = { schedules: rows.length };
    const end = {
      jobId: job.id,
      run: job.run,
      from: ['PROCESSING' as const],
      to: 'COMPLETED' as const,
      event: 'EXTRACTED' as const,
    };
    const ended = await endJob(tx, ctx, { ...end, metadata });
    // Another end came first, or the wish to cancel: nothing of this assembly stays.
    if (ended === undefined || ended.cancellation_requested) throw new JobCancelledError(job.id);
  });
  ctx.meters.jobEnded('COMPLETED');
  await ringWebhooks(ctx);
  await ctx.sources.drop(job.id);
}

async function requireAllPages(ctx: WorkerCtx, job: JobRow): Promise<void> {
  const missing = await listMissingPages(ctx, job.id);
  if (missing.length === 0) return;
  const doorbell = { jobId: job.id, run: job.run, traceId: job.trace_id };
  for (const pageNo of missing) {
    await ctx.queues.add('page', { ...doorbell, pageNo }, { taskId: taskIds.page(job.id, job.run, pageNo) });
  }
  throw new AppError('not-ready', `${missing.length} pages are still to be read.`);
}
