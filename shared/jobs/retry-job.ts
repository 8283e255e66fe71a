import type { Tx } from '#db/client.ts';
import { settleCostRecord } from '#db/costs.ts';
import { failWaitingExports } from '#db/exports.ts';
import { beginNextRun, type JobRow, lockJob } from '#db/jobs.ts';
import { forgetUnreadPages } from '#db/pages.ts';
import { recordEvent } from '../audit/record-event.ts';
import type { UserCtx } from '../context.ts';
import { AppError } from '../errors.ts';
import { takeEffect } from '../idempotency/take-effect.ts';
import { checkUpload } from './check-upload.ts';
import { countUnchosen } from './count-unchosen.ts';
import { type JobView, jobView } from './job-view.ts';
import { requireJob } from './require-job.ts';
import { ringJob } from './ring-job.ts';

/**
 * Starts a job that ended once more, in its next run: pages that were read stay and are never charged again, the others
 * that were asked for are read, under the cap of this moment or the job's own where that is lower. What an older run still does is refused. Throws `wrong-state` for a job that
 * has nothing left to read, `not-ready` for one at work, `upload-mismatch` where its file is gone.
 */
export async function retryJob(ctx: UserCtx, jobId: string): Promise<JobView> {
  const job = await requireJob(ctx, jobId);
  requireRetryable(job);
  await checkUpload(ctx, job);
  const queued = await takeEffect(
    ctx,
    async (tx) => queueAgain(tx, ctx, job),
    (row) => row && { jobId, outcome: jobView(row) },
  );
  if (queued === undefined) throw new AppError('not-ready', 'The job was just started again: look at it.');
  await ringJob(ctx, queued);
  return jobView(queued);
}

function requireRetryable(job: JobRow): void {
  if (job.status === 'AWAITING_UPLOAD') {
    throw new AppError('wrong-state', 'The job was not started yet: POST …/start.');
  }
  if (job.status === 'QUEUED' || job.status === 'PROCESSING') {
    throw new AppError('not-ready', 'The job is still at work: cancel it, or wait for its end.');
  }
  const unread = job.pages_failed + job.pages_skipped - countUnchosen(job);
  if (job.status === 'COMPLETED' && unread === 0) {
    throw new AppError(
      'wrong-state',
      'Every page that was asked for was read: there is nothing to do again.',
    );
  }
}

async function queueAgain(tx: Tx, ctx: UserCtx, { id, run }: JobRow): Promise<JobRow | undefined> {
  const job = await lockJob(tx, id);
  if (job?.run !== run || job.status === 'DELETING') return undefined;
  // A record that no sweep has settled yet would stand in the way of the next one.
  await settleCostRecord(tx, id);
  const queued = await beginNextRun(tx, { jobId: id, run, capCents: capOf(ctx, job) });
  if (queued === undefined) return undefined;
  const pages = await forgetUnreadPages(tx, id);
  await failWaitingExports(tx, id, {
    code: 'job-cancelled',
    detail: 'The job was started again before this export was written: order it anew.',
  });
  await recordEvent(tx, ctx, { job: queued, type: 'RETRIED', metadata: { run: queued.run, pages } });
  return queued;
}

function capOf({ config }: UserCtx, { asked_cap_cents: asked }: JobRow): number {
  return Math.min(asked ?? config.MAX_JOB_COST_CENTS, config.MAX_JOB_COST_CENTS);
}
