import type { Edit, MadeEdit } from '#shared/review/edit.ts';
import type { Schedule } from '#shared/schedules/schedule.ts';

/** One thing a person did that the service has still to be told of. */
export type SaveStep =
  | { type: 'edit'; edit: Edit; before: Schedule }
  /** `before` is null where the step undone was made before this page was opened: only the service knows what was there. */
  | { type: 'undo'; before: Schedule | null };

/** How saving stands, for a person. */
export type SaveState =
  | { type: 'saved' }
  | { type: 'saving' }
  /** `retries`: it is tried again by itself. */
  | { type: 'failed'; message: string; retries: boolean };

/** A schedule as the service answers it, with what was done to it. */
export interface ReviewedSchedule extends Schedule {
  id: string;
  ordinal: number;
  revision: number;
  edits: MadeEdit[];
}

/** Somebody else changed the schedule first: theirs is shown, ours wait for a decision. */
export interface Conflict {
  /** Who, as the audit trail names them; empty where it does not say. */
  by: string[];
  /** Why the service did not take ours; null where somebody was faster. */
  refused: string | null;
  /** Edits that were not saved, in order. */
  unsaved: Extract<SaveStep, { type: 'edit' }>[];
}
