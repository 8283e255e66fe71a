import type { Cell, Row, Schedule, SchedulePart } from '../schedules/schedule.ts';
import { EditRefused } from './edit-refused.ts';
import { followHeads } from './follow-heads.ts';

/** A blank line above a row, on its page; below the last row where `row` is the number of rows. Above a head row it is one. */
export function insertRow(schedule: Schedule, { row: at }: { row: number }): Schedule {
  const { rows } = schedule;
  if (!Number.isInteger(at) || at < 0 || at > rows.length)
    throw new EditRefused(
      `A line can be inserted above rows 0 to ${rows.length}, and ${at} is none of them. Load the schedule again.`,
    );
  if (rows.length >= MOST_ROWS)
    throw new EditRefused(`A schedule takes ${MOST_ROWS} rows. Delete one before inserting another.`);
  const above = rows.slice(0, at).map((row, index) => widened(row, at - index));
  const after = [...above, blankRow(schedule, at), ...rows.slice(at)];
  return {
    ...schedule,
    columns: followHeads(schedule, after),
    rows: after,
    parts: grown(schedule.parts, at),
  };
}

const MOST_ROWS = 20_000;

function blankRow({ rows, columns, pages }: Schedule, at: number): Row {
  const page = (rows[at] ?? rows.at(-1))?.cells[0]?.page ?? pages[0] ?? 1;
  const cells = columns.map((): Cell => ({
    raw: '',
    value: { type: 'blank' },
    confidence: 1,
    page,
    box: null,
  }));
  return { role: rows[at]?.role === 'head' ? 'head' : 'line', level: 0, cells };
}

/** Cells that reach below the new line, which begins `distance` rows down, cover it too. */
function widened(row: Row, distance: number): Row {
  if (row.cells.every(({ rowSpan = 1 }) => rowSpan <= distance)) return row;
  const cells = row.cells.map((cell) =>
    (cell.rowSpan ?? 1) > distance ? { ...cell, rowSpan: (cell.rowSpan ?? 1) + 1 } : cell,
  );
  return { ...row, cells };
}

/** The line belongs to the page of the row below it; the last one to the last page. */
function grown(parts: readonly SchedulePart[], at: number): SchedulePart[] {
  const found = parts.findIndex(({ firstRow, rowCount }) => at >= firstRow && at < firstRow + rowCount);
  const own = found < 0 ? parts.length - 1 : found;
  return parts.map((part, index) => {
    if (index < own) return part;
    return index === own
      ? { ...part, rowCount: part.rowCount + 1 }
      : { ...part, firstRow: part.firstRow + 1 };
  });
}
