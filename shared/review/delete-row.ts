import type { Cell, Row, Schedule, SchedulePart } from '../schedules/schedule.ts';
import { EditRefused } from './edit-refused.ts';
import { fitSpans } from './fit-spans.ts';
import { followHeads } from './follow-heads.ts';

/** The schedule without a row. A page whose last row goes is no page of the schedule any more. */
export function deleteRow(schedule: Schedule, { row: at }: { row: number }): Schedule {
  const { rows } = schedule;
  if (!rows[at])
    throw new EditRefused(
      `There is no row ${at}: the schedule has ${rows.length} rows, counted from 0. Load it again.`,
    );
  if (rows.length === 1)
    throw new EditRefused('This is the last row. Leave the schedule out of the export instead.');
  const left = rows.flatMap((row, index) => {
    if (index === at) return [];
    return [index < at ? narrowed(row, at - index) : row];
  });
  const parts = shrunk(schedule.parts, at);
  const pages = schedule.pages.filter(
    (page) => parts.some((part) => part.page === page) || schedule.parts.every((part) => part.page !== page),
  );
  const after = fitSpans(left);
  return { ...schedule, pages, parts, columns: followHeads(schedule, after), rows: after };
}

/** Cells that reached the row, `distance` rows down, reach one row less far. */
function narrowed(row: Row, distance: number): Row {
  if (row.cells.every(({ rowSpan = 1 }) => rowSpan <= distance)) return row;
  const shorter = ({ rowSpan = 1, ...cell }: Cell): Cell => {
    const span = rowSpan > distance ? rowSpan - 1 : rowSpan;
    return span > 1 ? { ...cell, rowSpan: span } : cell;
  };
  return { ...row, cells: row.cells.map((cell) => ((cell.rowSpan ?? 1) > distance ? shorter(cell) : cell)) };
}

function shrunk(parts: readonly SchedulePart[], at: number): SchedulePart[] {
  return parts.flatMap((part): SchedulePart[] => {
    if (part.firstRow > at) return [{ ...part, firstRow: part.firstRow - 1 }];
    if (at >= part.firstRow + part.rowCount) return [part];
    return part.rowCount === 1 && parts.length > 1 ? [] : [{ ...part, rowCount: part.rowCount - 1 }];
  });
}
