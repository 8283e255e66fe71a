import type { ColumnStyle } from './column-style.ts';
import type { Doubts } from './doubts-by-cell.ts';
import type { Edits } from './edits-by-cell.ts';
import type { Layout } from './layout.ts';
import type { LiveTotals } from './live-totals.ts';

/** What every part of a schedule's sheet is planned from. */
export interface TablePlan {
  layout: Layout;
  live: LiveTotals;
  /** One per column of the table. */
  styles: ColumnStyle[];
  /** Width in characters, one per column of the table. */
  widths: number[];
  /** What a person should compare with the page, by cell: those cells are amber and bear a note. */
  doubts: Doubts;
  /** What a person changed: those cells are blue and bear a note. */
  edits: Edits;
}
