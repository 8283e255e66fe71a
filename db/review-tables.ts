import type { Json, NullableJson, NullableTimestamp, Timestamp } from './column-types.ts';

/** The edits of a schedule, those that were undone too. They go with the schedule. */
export interface ScheduleEditsTable {
  id: string;
  tenant_id: string;
  job_id: string;
  schedule_id: string;
  /** From 1, in the order in which they were made. */
  seq: number;
  /** Of the schedule, which the edit led to. */
  revision: number;
  edit: Json;
  /** Text of the cell before, where the edit gives one another; else null. */
  read_text: string | null;
  /** The schedule after the edit; kept with every so many edits, else null. */
  snapshot: NullableJson;
  /** Who made it; null once that user is erased. */
  user_id: string | null;
  made_at: Timestamp;
  undone_at: NullableTimestamp;
}
