import type { ReviewedRow, StandingEdit } from '#db/schedule-edits.ts';
import type { StandingTies } from '#db/standing-ties.ts';
import type { Edit, MadeEdit } from '../review/edit.ts';
import { type ScheduleView, scheduleView } from './schedule-view.ts';
import { standingTies } from './standing-ties.ts';

/** A schedule as it stands, with the edits that made it so. */
export interface ReviewedSchedule extends ScheduleView {
  edits: MadeEdit[];
}

/** `edited`: the ties of the job's edited schedules, to which those of this one have to fit. */
export function reviewedSchedule(
  row: ReviewedRow,
  { schemaVersion, edited }: { schemaVersion: number; edited: readonly StandingTies[] },
): ReviewedSchedule {
  const { ties, ...view } = scheduleView(row, schemaVersion);
  return { ...view, ...standingTies({ id: row.id, ties }, edited), edits: row.edits.map(madeEdit) };
}

function madeEdit({ edit, revision, user_id: by, made_at: at }: StandingEdit): MadeEdit {
  return { edit: edit as Edit, revision, by, at };
}
