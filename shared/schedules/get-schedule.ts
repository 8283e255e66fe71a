import { findScheduleByOrdinal } from '#db/schedules.ts';
import type { UserCtx } from '../context.ts';
import { AppError } from '../errors.ts';
import { requireJob } from '../jobs/require-job.ts';
import { type ScheduleHead, scheduleHead } from './list-schedules.ts';
import type { Schedule } from './schedule.ts';

export interface ScheduleView
  extends Omit<ScheduleHead, 'proof'>, Omit<Schedule, 'kind' | 'name' | 'pages' | 'confidence'> {
  jobId: string;
}

/** One schedule with every cell, its place on the page, its confidence and the proof. `ordinal` counts from 1. */
export async function getSchedule(ctx: UserCtx, jobId: string, ordinal: string): Promise<ScheduleView> {
  await requireJob(ctx, jobId);
  const number = /^[1-9]\d{0,5}$/.test(ordinal) ? Number(ordinal) : 0;
  const row = number === 0 ? undefined : await findScheduleByOrdinal(ctx.db, jobId, number);
  if (row === undefined) throw new AppError('not-found', 'There is no such schedule.');
  const { caption, parts, columns, rows, proof } = row.body as Schedule;
  return { ...scheduleHead(row), jobId, caption, parts, columns, rows, proof };
}
