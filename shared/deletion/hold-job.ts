import { setLegalHold } from '#db/jobs.ts';
import { recordEvent } from '../audit/record-event.ts';
import type { UserCtx } from '../context.ts';
import { type JobView, jobView } from '../jobs/job-view.ts';
import { requireJob } from '../jobs/require-job.ts';

/**
 * Sets or lifts the legal hold of a job: while it stands no deletion is taken. Both are told in the trail, and doing it
 * again changes nothing. Throws `not-found`, or `deleted` where a deletion came first.
 */
export async function holdJob(ctx: UserCtx, jobId: string, held: boolean): Promise<JobView> {
  await requireJob(ctx, jobId);
  const changed = await ctx.db.transaction().execute(async (tx) => {
    const job = await setLegalHold(tx, jobId, held);
    const type = held ? 'LEGAL_HOLD_SET' : 'LEGAL_HOLD_LIFTED';
    if (job !== undefined) await recordEvent(tx, ctx, { job, type });
    return job;
  });
  return jobView(changed ?? (await requireJob(ctx, jobId)));
}
