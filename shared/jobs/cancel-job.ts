import type { Tx } from '#db/client.ts';
import { type JobRow, requestCancellation } from '#db/jobs.ts';
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
 * checkpoint. A job that ended is answered unchanged. Throws `deleted` for one being deleted.
 */
export async function cancelJob(ctx: UserCtx, jobId: string): Promise<Cancellation> {
  const before = await requireJob(ctx, jobId);
  const changed = await ctx.db.transaction().execute(async (tx) => cancelInState(tx, ctx, before));
  const job = changed ?? (await requireJob(ctx, jobId));
  // Between the reads it may have been queued or begun: the caller asks again rather than being told a lie.
  if (job.status === 'QUEUED' || job.status === 'AWAITING_UPLOAD') {
    throw new AppError('not-ready', 'The job is just being started: ask again.');
  }
  return { job: jobView(job), stopping: job.status === 'PROCESSING' };
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
