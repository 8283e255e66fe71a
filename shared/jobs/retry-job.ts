import type { Tx } from '#db/client.ts';
import { settleCostRecord } from '#db/costs.ts';
import { failWaitingExports } from '#db/exports.ts';
import { beginNextRun, type JobRow, lockJob } from '#db/jobs.ts';
import { forgetUnreadPages } from '#db/pages.ts';
import { countStandingEdits } from '#db/schedule-edits.ts';
import { recordEvent } from '../audit/record-event.ts';
import type { UserCtx } from '../context.ts';
import type { RetryBody } from '../contracts/requests.ts';
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
 * has nothing left to read, `not-ready` for one at work, `upload-mismatch` where its file is gone,
 * `schedules-reviewed` where edits of persons stand and nobody said that they may go.
 */
export async function retryJob(
  ctx: UserCtx,
  jobId: string,
  { discardEdits }: RetryBody = { discardEdits: false },
): Promise<JobView> {
  const job = await requireJob(ctx, jobId);
  requireRetryable(job);
  await checkUpload(ctx, job);
  const queued = await takeEffect(
    ctx,
    async (tx) => queueAgain(tx, ctx, { id: job.id, run: job.run, discardEdits }),
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

async function queueAgain(
  tx: Tx,
  ctx: UserCtx,
  { id, run, discardEdits }: Pick<JobRow, 'id' | 'run'> & RetryBody,
): Promise<JobRow | undefined> {
  const job = await lockJob(tx, id);
  if (job?.run !== run || job.status === 'DELETING') return undefined;
  const discardedEdits = await requireUnreviewed(tx, id, discardEdits);
  // A record that no sweep has settled yet would stand in the way of the next one.
  await settleCostRecord(tx, id);
  const queued = await beginNextRun(tx, { jobId: id, run, capCents: capOf(ctx, job) });
  if (queued === undefined) return undefined;
  const pages = await forgetUnreadPages(tx, id);
  await failWaitingExports(tx, id, {
    code: 'job-cancelled',
    detail: 'The job was started again before this export was written: order it anew.',
  });
  const metadata = { run: queued.run, pages, ...(discardedEdits > 0 ? { discardedEdits } : {}) };
  await recordEvent(tx, ctx, { job: queued, type: 'RETRIED', metadata });
  return queued;
}

function capOf({ config }: UserCtx, { asked_cap_cents: asked }: JobRow): number {
  return Math.min(asked ?? config.MAX_JOB_COST_CENTS, config.MAX_JOB_COST_CENTS);
}

/** Edits stand until the next run has found the schedules anew, and then go with the old ones; that has to be wanted. */
async function requireUnreviewed(tx: Tx, jobId: string, discardEdits: boolean): Promise<number> {
  const edits = await countStandingEdits(tx, jobId);
  if (edits === 0 || discardEdits) return edits;
  throw new AppError(
    'schedules-reviewed',
    `A retry finds the schedules anew and discards the ${edits} edits that stand: export them first, then send {"discardEdits": true}.`,
    { facts: { edits } },
  );
}
