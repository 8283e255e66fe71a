import { lockJob } from '#db/jobs.ts';
import type { UserCtx } from '../context.ts';
import { claimKey } from './claim-key.ts';
import { keepAnswer, type Outcome } from './keep-answer.ts';

/**
 * Keeps an answer that came without an effect: a repeated request must not have one later, when the job stands
 * differently. A job that is gone or going keeps none. Throws `request-in-flight` as claimKey does.
 */
export async function keepWithoutEffect(ctx: UserCtx, outcome: Outcome): Promise<void> {
  await ctx.db.transaction().execute(async (tx) => {
    await claimKey(tx, ctx);
    const job = await lockJob(tx, outcome.jobId);
    if (job !== undefined && job.status !== 'DELETING') await keepAnswer(tx, ctx, outcome);
  });
}
