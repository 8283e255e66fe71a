import type { Tx } from '#db/client.ts';
import { findJobOfTenant, type JobRow, requestCancellation } from '#db/jobs.ts';
import { recordEvent } from '../audit/record-event.ts';
import type { UserCtx } from '../context.ts';
import { AppError } from '../errors.ts';
import { endJob } from './end-job.ts';
import { type JobView, jobView } from './job-view.ts';
import { requireJob } from './require-job.ts';

/** The job as it stands now, and whether it has still to stop (202) or has ended (200). */
export interface Cancellation {
  job: JobView;
  stopping: boolean;
}

/**
 * Cancels a job: at once where it has not begun; where it is at work its workers find the wish at their next
 * checkpoint. A job that ended is answered unchanged. Throws `wrong-state` for one being deleted and `deleted` for one
 * that is gone.
 */
export async function cancelJob(ctx: UserCtx, jobId: string): Promise<Cancellation> {
  const before = await requireCancellable(ctx, jobId);
  const changed = await ctx.db.transaction().execute(async (tx) => cancelInState(tx, ctx, before));
  const job = changed ?? (await requireCancellable(ctx, jobId));
  // Between the reads it may have been queued or begun: the caller asks again rather than being told a lie.
  if (job.status === 'QUEUED' || job.status === 'AWAITING_UPLOAD') {
    throw new AppError('not-ready', 'The job is just being started: ask again.');
  }
  return { job: jobView(job), stopping: job.status === 'PROCESSING' };
}

async function requireCancellable(ctx: UserCtx, jobId: string): Promise<JobRow> {
  try {
    return await requireJob(ctx, jobId);
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'deleted') throw error;
    const going = await findJobOfTenant(ctx.db, { tenantId: ctx.actor.tenantId, jobId });
    if (going === undefined) throw error;
    const detail = 'This job is being deleted, which ends its work too; GET …/delete shows how far that is.';
    throw new AppError('wrong-state', detail, { cause: error });
  }
}

async function cancelInState(tx: Tx, ctx: UserCtx, job: JobRow): Promise<JobRow | undefined> {
  const ended = await endJob(tx, ctx, {
    jobId: job.id,
    from: ['AWAITING_UPLOAD', 'QUEUED'],
    to: 'CANCELLED',
    event: 'CANCELLED',
  });
  if (ended !== undefined) return ended;
  if (job.cancellation_requested) return undefined;
  const requested = await requestCancellation(tx, job.id);
  if (requested !== undefined) await recordEvent(tx, ctx, { job: requested, type: 'CANCEL_REQUESTED' });
  return requested;
}
