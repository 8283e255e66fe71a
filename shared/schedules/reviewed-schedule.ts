import type { ReviewedRow, StandingEdit } from '#db/schedule-edits.ts';
import type { Edit, MadeEdit } from '../review/edit.ts';
import { type ScheduleView, scheduleView } from './schedule-view.ts';

/** A schedule as it stands, with the edits that made it so. */
export interface ReviewedSchedule extends ScheduleView {
  edits: MadeEdit[];
}

export function reviewedSchedule(row: ReviewedRow, schemaVersion: number): ReviewedSchedule {
  return { ...scheduleView(row, schemaVersion), edits: row.edits.map(madeEdit) };
}

function madeEdit({ edit, revision, user_id: by, made_at: at }: StandingEdit): MadeEdit {
  return { edit: edit as Edit, revision, by, at };
}
