import { findScheduleByOrdinal } from '#db/schedules.ts';
import type { UserCtx } from '../context.ts';
import { AppError } from '../errors.ts';
import { requireJob } from '../jobs/require-job.ts';
import { type ScheduleView, scheduleView } from './schedule-view.ts';

/** One schedule with all that is known of it. `ordinal` counts from 1. */
export async function getSchedule(ctx: UserCtx, jobId: string, ordinal: string): Promise<ScheduleView> {
  const job = await requireJob(ctx, jobId);
  const number = /^[1-9]\d{0,5}$/.test(ordinal) ? Number(ordinal) : 0;
  const row = number === 0 ? undefined : await findScheduleByOrdinal(ctx.db, jobId, number);
  if (row === undefined) throw new AppError('not-found', 'There is no such schedule.');
  return scheduleView(row, job.schema_version);
}
