import { listReviewedRows } from '#db/schedule-edits.ts';
import { listScheduleHeads } from '#db/schedules.ts';
import { listEditedTies } from '#db/standing-ties.ts';
import type { UserCtx } from '../context.ts';
import type { ScheduleQuery } from '../contracts/requests.ts';
import { requireJob } from '../jobs/require-job.ts';
import { type ScheduleHead, scheduleHead } from './schedule-head.ts';
import { type ReviewedSchedule, reviewedSchedule } from './reviewed-schedule.ts';

/**
 * The schedules of a job in the order of its pages; empty until the job is COMPLETED. With `include: 'cells'` each is the view that
 * GET .../schedules/:n answers.
 */
export async function listSchedules(
  ctx: UserCtx,
  jobId: string,
  query: ScheduleQuery,
): Promise<{ jobId: string; schemaVersion: number; schedules: (ScheduleHead | ReviewedSchedule)[] }> {
  const job = await requireJob(ctx, jobId);
  const edited = await listEditedTies(ctx.db, jobId);
  const schemaVersion = job.schema_version;
  const schedules =
    query.include === 'cells'
      ? (await listReviewedRows(ctx.db, jobId)).map((row) => reviewedSchedule(row, { schemaVersion, edited }))
      : (await listScheduleHeads(ctx.db, jobId)).map((row) => scheduleHead(row, edited));
  return { jobId, schemaVersion, schedules };
}
