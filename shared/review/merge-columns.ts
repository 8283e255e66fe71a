import { nameFigure } from '../proofs/name-figure.ts';
import type { FigureStyle } from '../amounts/figure-style.ts';
import { parseCell } from '../amounts/parse-cell.ts';
import type { Cell, CellAddress, Row, Schedule } from '../schedules/schedule.ts';
import { EditRefused } from './edit-refused.ts';
import { figureStyleOf } from './figure-style-of.ts';
import { fitSpans } from './fit-spans.ts';
import { headingOf, headRows } from './follow-heads.ts';
import { joinCells } from './join-cells.ts';
import { retypeColumn } from './retype-column.ts';
import { spanning } from './spanning.ts';

/** A column and the one to its right become one. Refused where two figures of a row would be no one figure. */
export function mergeColumns(schedule: Schedule, { col }: { col: number }): Schedule {
  const { columns, rows } = schedule;
  if (!columns[col] || !columns[col + 1])
    throw new EditRefused(
      `Column ${col} has none to its right to be merged with: the schedule has ${columns.length} columns, counted from 0. Choose the left one of the two.`,
    );
  const style = figureStyleOf(rows, col);
  for (const row of rows.keys()) requireJoinable(schedule, { row, col }, style);
  const bare = rows.map((row) => merged(row, col));
  const heading = headingFor(schedule, bare, col);
  const made = retypeColumn(
    { index: col, heading, cells: bare.flatMap(({ cells }) => cells[col] ?? []) },
    rows,
    style,
  );
  const typed = bare.map((row, at): Row => {
    const cell = made.cells[at];
    return cell && cell !== row.cells[col] ? { ...row, cells: row.cells.with(col, cell) } : row;
  });
  return { ...schedule, columns: columns.toSpliced(col, 2, made.column), rows: fitSpans(typed) };
}

/** A dash is no sign of the figure beside it, so that two columns of which always one is nil do not turn negative. */
function requireJoinable(schedule: Schedule, at: CellAddress, style: FigureStyle): void {
  const { role, cells } = schedule.rows[at.row] ?? { role: 'head', cells: [] };
  const [left, right] = [cells[at.col], cells[at.col + 1]];
  if (role === 'head' || !left || !right || !isFigure(left) || !isFigure(right)) return;
  const joined = parseCell(`${left.raw} ${right.raw}`, style, 'figure');
  if (/\d/.test(left.raw) === /\d/.test(right.raw) && joined.type !== 'text') return;
  throw new EditRefused(
    `${nameFigure(schedule, at)}: there is a figure in both columns, ${left.raw} and ${right.raw}, and they do not join to one. Clear one of them first.`,
  );
}

function isFigure({ value }: Cell): boolean {
  return value.type === 'amount' || value.type === 'percent' || value.type === 'date';
}

function merged(row: Row, col: number): Row {
  const cells = row.cells.map((cell, index) => {
    const span = cell.colSpan ?? 1;
    return index < col && index + span > col + 1 ? spanning(cell, span - 1) : cell;
  });
  const [left, right] = cells.slice(col, col + 2);
  return left && right ? { ...row, cells: cells.toSpliced(col, 2, joinCells(left, right)) } : row;
}

function headingFor({ columns, rows }: Schedule, after: readonly Row[], col: number): string {
  const heads = headRows(rows);
  const headings = [col, col + 1].map((at) => columns[at]?.heading ?? '');
  if (heads.length > 0 && headings.every((heading, by) => heading === headingOf(heads, col + by)))
    return headingOf(headRows(after), col);
  return [...new Set(headings)].filter((heading) => heading !== '').join(' ');
}
