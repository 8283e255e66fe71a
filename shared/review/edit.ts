import type { CellAddress } from '../schedules/schedule.ts';

/**
 * One step of a person's review of a schedule. A reviewed schedule is what was read with its edits applied in order, and
 * nothing else: undoing takes the last one away. Rows and columns are indices from 0 into the schedule as it stands after
 * the edits before.
 */
export type Edit =
  /** Another text in a cell; it is typed as the column's figures are. */
  | ({ type: 'set-cell'; text: string } & CellAddress)
  /** The proposal of the proofs for this cell. */
  | ({ type: 'accept-repair'; reading: string } & CellAddress)
  /** The cell was compared with the page and stands: its doubts and its proposal are done with. */
  | ({ type: 'keep-cell' } & CellAddress)
  /** This column and the one to its right become one, their texts joined by a space. */
  | { type: 'merge-columns'; col: number }
  /**
   * The texts of the column before the last space of each stay, what stands behind it goes into a new column to the right. Where these
   * are mostly figures, a body text that ends in none stays whole.
   */
  | { type: 'split-column'; col: number }
  /** A blank line above this row, a head row above a head row; `row` may be the number of rows. */
  | { type: 'insert-row'; row: number }
  | { type: 'delete-row'; row: number }
  | { type: 'rename'; name: string }
  /** Id of a row in the table of kinds, or 'table'. A name that was the old kind's becomes the new one's. */
  | { type: 'change-kind'; kind: string };

/** An edit that was made, as the API shows it. */
export interface MadeEdit {
  edit: Edit;
  /** Revision of the schedule that it led to. */
  revision: number;
  /** As the audit trail names them; null once that user is erased. */
  by: string | null;
  /** ISO time. */
  at: string;
}
