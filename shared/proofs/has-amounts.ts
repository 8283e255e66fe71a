import type { FigureRow, FigureTable } from './figure-table.ts';

/** Percentages beside amounts ("change on the year before") are no reason for or against a sum. */
export function hasAmounts(table: FigureTable, row: FigureRow): boolean {
  return table.columns.some((col) => (row.figures[col] ?? null) !== null && row.percents[col] !== true);
}
