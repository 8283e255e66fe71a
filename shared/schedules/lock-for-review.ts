import type { Tx } from '#db/client.ts';
import { type JobRow, lockJob } from '#db/jobs.ts';
import { countEditsSince, type LockedSchedule, lockSchedule } from '#db/schedule-edits.ts';
import { AppError } from '../errors.ts';
import { scheduleNotFound } from './find-reviewed.ts';

/** Whose schedule is to be changed, and the revision of it that the caller has seen. */
export interface ReviewedAt {
  jobId: string;
  /** From 1. */
  ordinal: number;
  revision: number;
}

/**
 * Takes job and schedule for the rest of the transaction. Throws `deleted`, `not-ready` and `wrong-state` where the job is going, at work
 * or not begun, `not-found`, and `revision-conflict` where somebody was faster.
 */
export async function lockForReview(
  tx: Tx,
  { jobId, ordinal, revision }: ReviewedAt,
): Promise<{ job: JobRow; row: LockedSchedule }> {
  const job = await lockJob(tx, jobId);
  if (job === undefined || job.status === 'DELETING')
    throw new AppError('deleted', 'The job was just deleted.');
  if (job.status === 'QUEUED' || job.status === 'PROCESSING')
    throw new AppError(
      'not-ready',
      'The job is at work and finds its schedules anew: edit them when it is COMPLETED.',
    );
  if (job.status === 'AWAITING_UPLOAD')
    throw new AppError('wrong-state', 'The job has no schedules yet: upload its file, then POST …/start.');
  const row = ordinal === 0 ? undefined : await lockSchedule(tx, jobId, ordinal);
  if (row === undefined) throw scheduleNotFound();
  if (row.revision !== revision) throw await conflict(tx, row, revision);
  return { job, row };
}

async function conflict(tx: Tx, { id, revision }: LockedSchedule, seen: number): Promise<AppError> {
  const since = await countEditsSince(tx, id, seen);
  const told = since.map(({ userId, edits }) => `${edits} by ${userId ?? 'a user who is erased'}`);
  const edits = since.reduce((sum, one) => sum + one.edits, 0);
  const what =
    edits === 0
      ? 'No edit was made since, so it was undone or never stood there'
      : `${edits} ${edits === 1 ? 'edit came' : 'edits came'} in between, ${told.join(', ')}`;
  return new AppError(
    'revision-conflict',
    `The schedule is at revision ${revision}, not ${seen}. ${what}: load it again and repeat what still fits.`,
    { facts: { revision } },
  );
}
