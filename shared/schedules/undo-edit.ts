import type { Tx } from '#db/client.ts';
import { type LockedSchedule, listEditsToReplay, undoLastEdit } from '#db/schedule-edits.ts';
import type { UserCtx } from '../context.ts';
import type { UndoBody } from '../contracts/review-requests.ts';
import { AppError } from '../errors.ts';
import { requireJob } from '../jobs/require-job.ts';
import { ProofMemory } from '../proofs/proof-memory.ts';
import { applyEdit } from '../review/apply-edit.ts';
import type { Edit } from '../review/edit.ts';
import { findReviewed, readOrdinal } from './find-reviewed.ts';
import { lockForReview } from './lock-for-review.ts';
import { recordEdit } from './record-edit.ts';
import type { ReviewedSchedule } from './reviewed-schedule.ts';
import { saveReviewed } from './save-reviewed.ts';
import type { Schedule } from './schedule.ts';
import { storedSchedule } from './stored-schedule.ts';

/**
 * Takes the last edit that stands away, whoever made it; that is a revision of its own. Throws what lockForReview throws, and
 * `nothing-to-undo` where the schedule is as it was read.
 */
export async function undoEdit(
  ctx: UserCtx,
  at: { jobId: string; ordinal: string },
  { revision }: UndoBody,
): Promise<ReviewedSchedule> {
  const ordinal = readOrdinal(at.ordinal);
  await requireJob(ctx, at.jobId);
  return ctx.db.transaction().execute(async (tx) => {
    const { job, row } = await lockForReview(tx, { jobId: at.jobId, ordinal, revision });
    const undone = await undoLastEdit(tx, row.id);
    if (undone === undefined)
      throw new AppError('nothing-to-undo', 'The schedule is as it was read: there is no edit to take away.');
    await saveReviewed(tx, row, { schedule: await replay(tx, row), revision: revision + 1 });
    const edit = undone.edit as Edit;
    await recordEdit(tx, ctx, { job, row, edit, revision: revision + 1, undone: true });
    return findReviewed(tx, job, ordinal);
  });
}

/** What was read, or the last schedule that was kept, with the edits that stand after it. */
async function replay(tx: Tx, row: LockedSchedule): Promise<Schedule> {
  const { snapshot, edits } = await listEditsToReplay(tx, row.id);
  const from = snapshot ?? row.read_body ?? row.body;
  if (edits.length === 0) return from as Schedule;
  const memory = new ProofMemory();
  return (edits as Edit[]).reduce((so, edit) => applyEdit(so, edit, memory), storedSchedule(from));
}
