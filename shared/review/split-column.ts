import type { FigureStyle } from '../amounts/figure-style.ts';
import { parseCell } from '../amounts/parse-cell.ts';
import type { Cell, Row, Schedule } from '../schedules/schedule.ts';
import { cutCell } from './cut-cell.ts';
import { EditRefused } from './edit-refused.ts';
import { figureStyleOf } from './figure-style-of.ts';
import { fitSpans } from './fit-spans.ts';
import { headingOf, headRows } from './follow-heads.ts';
import { retypeColumn } from './retype-column.ts';

/** What stands behind the last space of each text of a column goes into a new column to its right. */
export function splitColumn(schedule: Schedule, { col }: { col: number }): Schedule {
  const { columns, rows } = schedule;
  const column = columns[col];
  if (!column)
    throw new EditRefused(
      `There is no column ${col}: the schedule has ${columns.length} columns, counted from 0. Load it again.`,
    );
  if (columns.length >= MOST_COLUMNS)
    throw new EditRefused(`A schedule takes ${MOST_COLUMNS} columns. Merge two before splitting another.`);
  const style = figureStyleOf(rows, col);
  const cuts = cutsOf(rows, col, style);
  if (!cuts.includes(true))
    throw new EditRefused('No text of this column has a space to be split at. Set the cells instead.');
  const bare = rows.map((row, at) => split(row, col, cuts[at] === true));
  const heads = headRows(bare);
  const follows = heads.length > 0 && column.heading === headingOf(headRows(rows), col);
  const [left, right] = [col, col + 1].map((index) => {
    const heading = follows ? headingOf(heads, index) : index === col ? column.heading : '';
    return retypeColumn(
      { index, heading, cells: bare.flatMap(({ cells }) => cells[index] ?? []) },
      rows,
      style,
    );
  });
  if (!left || !right) return schedule;
  const typed = bare.map((row, at): Row => {
    const halves = [left.cells[at], right.cells[at]].filter((cell) => cell !== undefined);
    return { ...row, cells: row.cells.toSpliced(col, 2, ...halves) };
  });
  return {
    ...schedule,
    columns: columns.toSpliced(col, 1, left.column, right.column),
    rows: fitSpans(typed),
  };
}

const MOST_COLUMNS = 200;

/**
 * Which cells are cut. Where figures stand behind the last spaces, a label of words alone ("Property and equipment") stays whole; so do
 * cells that span columns.
 */
function cutsOf(rows: readonly Row[], col: number, style: FigureStyle): boolean[] {
  const lasts = rows.map(({ cells }) => {
    const { raw = '', colSpan = 1 } = cells[col] ?? {};
    return colSpan === 1 && raw.includes(' ') ? raw.slice(raw.lastIndexOf(' ') + 1) : null;
  });
  const isFigure = (text: string) => parseCell(text, style, 'figure').type !== 'text';
  const body = lasts.filter((text, at) => text !== null && rows[at]?.role !== 'head');
  const figures = body.filter((text) => isFigure(text ?? '')).length * 2 > body.length;
  return lasts.map((text, at) => text !== null && (rows[at]?.role === 'head' || !figures || isFigure(text)));
}

function split(row: Row, col: number, cut: boolean): Row {
  const cells = row.cells.map((cell, index): Cell => {
    const span = cell.colSpan ?? 1;
    const over = index + span > col && (index < col || (index === col && span > 1));
    return over ? { ...cell, colSpan: span + 1 } : cell;
  });
  const cell = cells[col];
  if (!cell) return row;
  return { ...row, cells: cells.toSpliced(col, 1, ...cutCell(cell, cut)) };
}
