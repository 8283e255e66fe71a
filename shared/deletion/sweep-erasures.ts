import type { Ctx } from '../context.ts';
import { sweepAnswers } from '../idempotency/sweep-answers.ts';
import { sweepUserErasures } from '../user-erasure/sweep-user-erasures.ts';
import { expireJobs } from './expire-jobs.ts';
import { sweepDeletions } from './sweep-deletions.ts';

/**
 * All that erases by the clock: answers that count no more, jobs whose time is over, users, and last the deletions that
 * both may have begun.
 */
export async function sweepErasures(ctx: Ctx): Promise<object> {
  return {
    ...(await sweepAnswers(ctx)),
    ...(await expireJobs(ctx)),
    ...(await sweepUserErasures(ctx)),
    ...(await sweepDeletions(ctx)),
  };
}
