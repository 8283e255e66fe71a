import type { UserCtx } from '../context.ts';
import { requireJob } from '../jobs/require-job.ts';
import { findReviewed, readOrdinal } from './find-reviewed.ts';
import type { ReviewedSchedule } from './reviewed-schedule.ts';

/** One schedule with all that is known of it, and its edits. `ordinal` counts from 1. */
export async function getSchedule(ctx: UserCtx, jobId: string, ordinal: string): Promise<ReviewedSchedule> {
  const job = await requireJob(ctx, jobId);
  return findReviewed(ctx.db, job, readOrdinal(ordinal));
}
