import type { Db } from '#db/client.ts';
import { listReviewedRows } from '#db/schedule-edits.ts';
import { listEditedTies } from '#db/standing-ties.ts';
import type { JobRow } from '#db/jobs.ts';
import { AppError } from '../errors.ts';
import { type ReviewedSchedule, reviewedSchedule } from './reviewed-schedule.ts';

/** One schedule of a job with its edits. Throws `not-found`. */
export async function findReviewed(db: Db, job: JobRow, ordinal: number): Promise<ReviewedSchedule> {
  const [row] = ordinal === 0 ? [] : await listReviewedRows(db, job.id, ordinal);
  if (row === undefined) throw scheduleNotFound();
  const edited = await listEditedTies(db, job.id);
  return reviewedSchedule(row, { schemaVersion: job.schema_version, edited });
}

/** Ordinals count from 1; 0 is none. */
export function readOrdinal(text: string): number {
  return /^[1-9]\d{0,5}$/.test(text) ? Number(text) : 0;
}

export function scheduleNotFound(): AppError {
  return new AppError('not-found', 'There is no such schedule.');
}
