import type { ScheduleRow } from '#db/schedules.ts';
import { scheduleFields } from './schedule-fields.ts';
import type { ScheduleHead } from './schedule-head.ts';
import type { Schedule } from './schedule.ts';
import { storedSchedule } from './stored-schedule.ts';

/** A schedule with every cell, its page, box and confidence, the proof with its checks, the doubts, and the ties. */
export interface ScheduleView
  extends Pick<ScheduleHead, 'id' | 'rowCount' | 'colCount' | 'ordinal' | 'revision'>, Schedule {
  jobId: string;
  schemaVersion: number;
  doubtCount: number;
}

export function scheduleView(row: ScheduleRow, schemaVersion: number): ScheduleView {
  const { caption, parts, columns, rows, proof, doubts, ties } = storedSchedule(row.body);
  return {
    ...scheduleFields(row),
    revision: row.revision,
    jobId: row.job_id,
    schemaVersion,
    caption,
    parts,
    columns,
    rows,
    proof,
    doubtCount: doubts.length,
    doubts,
    ...(ties ? { ties } : {}),
  };
}
