import { listExpiredJobs } from '#db/retention.ts';
import type { JobRow } from '#db/jobs.ts';
import type { Ctx } from '../context.ts';
import { markForDeletion } from './mark-for-deletion.ts';
import { ringErasure } from './ring-erasure.ts';

const dayMs = 24 * 60 * 60 * 1000;

/** Marked in one go: a sweep ends within a function's life, and the next one comes in a minute. */
const jobsAtOnce = 100;

/**
 * Deletes jobs that ended more than RETENTION_DAYS ago, oldest first, as if somebody had asked for it: in nobody's name,
 * with the reason `retention`. Those under a legal hold stay. Nothing while it is 0 or FEATURES_T3_GDPR is off.
 */
export async function expireJobs(ctx: Ctx): Promise<{ expired: number }> {
  const { RETENTION_DAYS: days, FEATURES_T3_GDPR: enabled } = ctx.config;
  if (!enabled || days === 0) return { expired: 0 };
  let expired = 0;
  // A retry may have come since they were listed.
  const wanted = ({ finished_at: end }: JobRow): boolean =>
    end !== null && end.getTime() < Date.now() - days * dayMs;
  for (const jobId of await listExpiredJobs(ctx.db, days, jobsAtOnce)) {
    const marked = await ctx.db
      .transaction()
      .execute(async (tx) => markForDeletion(tx, ctx, { jobId, userId: null, reason: 'retention', wanted }));
    if (marked !== 'marked') continue;
    expired += 1;
    await ringErasure(ctx, jobId);
  }
  return { expired };
}
