import type { Tx } from '#db/client.ts';
import { editStateOf, insertEdits, type LockedSchedule, type NewScheduleEdit } from '#db/schedule-edits.ts';
import { v7 as uuidv7 } from 'uuid';
import type { UserCtx } from '../context.ts';
import type { EditsBody } from '../contracts/review-requests.ts';
import { AppError } from '../errors.ts';
import { requireJob } from '../jobs/require-job.ts';
import { applyEdit } from '../review/apply-edit.ts';
import { EditRefused } from '../review/edit-refused.ts';
import type { Edit } from '../review/edit.ts';
import { findReviewed, readOrdinal } from './find-reviewed.ts';
import { lockForReview } from './lock-for-review.ts';
import { recordEdit } from './record-edit.ts';
import type { ReviewedSchedule } from './reviewed-schedule.ts';
import { saveReviewed } from './save-reviewed.ts';
import type { Schedule } from './schedule.ts';
import { storedSchedule } from './stored-schedule.ts';

/**
 * Applies a person's edits to a schedule in one transaction with their events, all of them or none; each is a revision. Throws what
 * lockForReview throws, and `edit-refused` with the index of the edit that does not fit.
 */
export async function editSchedule(
  ctx: UserCtx,
  at: { jobId: string; ordinal: string },
  { revision, edits }: EditsBody,
): Promise<ReviewedSchedule> {
  const ordinal = readOrdinal(at.ordinal);
  await requireJob(ctx, at.jobId);
  return ctx.db.transaction().execute(async (tx) => {
    const { job, row } = await lockForReview(tx, { jobId: at.jobId, ordinal, revision });
    const steps = stepsOf(storedSchedule(row.body), edits);
    await insertEdits(tx, await newRows(tx, ctx, { row, steps }));
    for (const [index, edit] of edits.entries())
      await recordEdit(tx, ctx, { job, row, edit, revision: revision + index + 1 });
    const schedule = steps.at(-1)?.after ?? storedSchedule(row.body);
    await saveReviewed(tx, row, { schedule, revision: revision + edits.length });
    return findReviewed(tx, job, ordinal);
  });
}

interface Step {
  edit: Edit;
  after: Schedule;
  /** The text that the edit replaced; null where it replaced none. */
  readText: string | null;
}

function stepsOf(schedule: Schedule, edits: Edit[]): Step[] {
  let before = schedule;
  return edits.map((edit, index) => {
    const after = tryEdit(before, edit, index);
    const readText = setsText(edit) ? (before.rows[edit.row]?.cells[edit.col]?.raw ?? '') : null;
    before = after;
    return { edit, after, readText };
  });
}

function setsText(edit: Edit): edit is Extract<Edit, { type: 'set-cell' | 'accept-repair' }> {
  return edit.type === 'set-cell' || edit.type === 'accept-repair';
}

function tryEdit(schedule: Schedule, edit: Edit, index: number): Schedule {
  try {
    return applyEdit(schedule, edit);
  } catch (error) {
    if (!(error instanceof EditRefused)) throw error;
    throw new AppError('edit-refused', error.message, { facts: { index } });
  }
}

/** So often is the schedule kept, because undoing applies all edits since then again. */
const EDITS_BETWEEN_SNAPSHOTS = 25;

async function newRows(
  tx: Tx,
  ctx: UserCtx,
  { row, steps }: { row: LockedSchedule; steps: Step[] },
): Promise<NewScheduleEdit[]> {
  const { seq, standing } = await editStateOf(tx, row.id);
  return steps.map(({ edit, after, readText }, index) => {
    const isKept = (standing + index + 1) % EDITS_BETWEEN_SNAPSHOTS === 0;
    return {
      id: uuidv7(),
      tenant_id: row.tenant_id,
      job_id: row.job_id,
      schedule_id: row.id,
      seq: seq + index + 1,
      revision: row.revision + index + 1,
      edit: JSON.stringify(edit),
      read_text: readText,
      snapshot: isKept ? JSON.stringify(after) : null,
      user_id: ctx.actor.userId,
    };
  });
}
