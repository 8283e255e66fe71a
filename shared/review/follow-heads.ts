import type { Column, Row, Schedule } from '../schedules/schedule.ts';

/** The columns of a schedule whose head rows may have changed: headings that were their texts follow them. */
export function followHeads({ columns, rows: before }: Schedule, after: readonly Row[]): Column[] {
  const [old, now] = [headRows(before), headRows(after)];
  if (old.length === now.length && old.every((row, index) => row === now[index])) return columns;
  return columns.map((column, col) => {
    const heading = headingOf(now, col);
    return column.heading === headingOf(old, col) && heading !== column.heading
      ? { ...column, heading }
      : column;
  });
}

/** Texts of the head rows over a column from top to bottom, those that span it included. */
export function headingOf(heads: readonly Row[], col: number): string {
  return heads
    .map(
      ({ cells }) =>
        cells.findLast(({ raw, colSpan = 1 }, index) => index <= col && index + colSpan > col && raw !== '')
          ?.raw ?? '',
    )
    .filter((text) => text !== '')
    .join(' ');
}

export function headRows(rows: readonly Row[]): Row[] {
  return rows.filter(({ role }) => role === 'head');
}
