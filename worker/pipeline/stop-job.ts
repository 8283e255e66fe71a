import type { Tx } from '#db/client.ts';
import { findJob, type JobRow, tryStopLock } from '#db/jobs.ts';
import { replaceSchedules } from '#db/schedules.ts';
import { AppError } from '#shared/errors.ts';
import { endJob } from '#shared/jobs/end-job.ts';
import { SCHEMA_VERSION } from '#shared/schedules/schema-version.ts';
import { ringWebhooks } from '#shared/webhooks/ring-webhooks.ts';
import type { WorkerCtx } from '../worker-ctx.ts';
import type { JobOfRun } from './checkpoint.ts';
import { scheduleRows } from './schedule-rows.ts';

/**
 * Ends a job whose cancellation was asked for. Pages done stay and are charged; where ENABLE_PARTIAL_EXPORT is on,
 * what stands on them is kept for export. No effect on a job that ended otherwise, is deleted or in a newer run.
 */
export async function stopCancelledJob(
  ctx: WorkerCtx,
  { jobId, run }: JobOfRun,
  checkpoint?: unknown,
): Promise<void> {
  await ctx.sources.drop(jobId);
  const stopped = await ctx.db.transaction().execute(async (tx) => {
    // Every task of the job comes here at once: one of them looks for schedules, the others have nothing to add.
    if (!(await tryStopLock(tx, { jobId, run }))) return undefined;
    const job = await findJob(tx, jobId);
    if (job?.status !== 'PROCESSING' || job.run !== run || !job.cancellation_requested) return undefined;
    const partial = job.pages_done > 0 && ctx.config.ENABLE_PARTIAL_EXPORT;
    const rows = partial ? await partialRows(ctx, tx, job) : [];
    const event = partial ? 'PARTIAL_CANCEL' : 'CANCELLED';
    const metadata = checkpoint === undefined ? {} : { checkpoint };
    const ended = await endJob(tx, ctx, {
      jobId,
      run,
      from: ['PROCESSING'],
      to: 'CANCELLED',
      event,
      metadata,
    });
    if (ended !== undefined) await replaceSchedules(tx, { jobId, schemaVersion: SCHEMA_VERSION }, rows);
    return ended;
  });
  if (stopped === undefined) return;
  ctx.meters.jobEnded('CANCELLED');
  await ringWebhooks(ctx);
}

/** A job that was to stop must stop, whatever its pages hold. */
async function partialRows(ctx: WorkerCtx, tx: Tx, job: JobRow): ReturnType<typeof scheduleRows> {
  try {
    return await scheduleRows(tx, job);
  } catch (error) {
    ctx.log.error({ err: error, jobId: job.id }, 'the schedules of a cancelled job could not be found');
    return [];
  }
}

/** Ends a job that cannot go on, with the reason a person needs. Only AppErrors speak; others become `internal`. */
export async function failJob(ctx: WorkerCtx, { jobId, run }: JobOfRun, error: unknown): Promise<void> {
  const known =
    error instanceof AppError
      ? error
      : new AppError('internal', 'Something failed on our side; try again later.');
  const failed = await ctx.db.transaction().execute(async (tx) =>
    endJob(tx, ctx, {
      jobId,
      run,
      from: ['QUEUED', 'PROCESSING'],
      to: 'FAILED',
      event: 'ERROR',
      error: { code: known.code, detail: known.message },
      metadata: { code: known.code, ...known.facts },
    }),
  );
  if (failed !== undefined) ctx.meters.jobEnded('FAILED');
  await ringWebhooks(ctx);
  await ctx.sources.drop(jobId);
}
