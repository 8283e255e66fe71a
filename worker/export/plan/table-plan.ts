import type { ColumnStyle } from './column-style.ts';
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
  /** Cells read with less confidence than this are amber. */
  weakBelow: number;
}
