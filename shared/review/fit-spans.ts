import type { Cell, Row } from '../schedules/schedule.ts';

/** Spans that reach over the edge or over a text are cut: what a span covers is blank. Rows without one stay the same. */
export function fitSpans(rows: readonly Row[]): Row[] {
  return rows.map((row, at) => {
    if (!row.cells.some(isWide)) return row;
    const cells = row.cells.map((cell, col) => {
      return isWide(cell) ? fitted(cell, rows, { row: at, col }) : cell;
    });
    return cells.every((cell, col) => cell === row.cells[col]) ? row : { ...row, cells };
  });
}

function isWide({ colSpan, rowSpan }: Cell): boolean {
  return colSpan !== undefined || rowSpan !== undefined;
}

function fitted(cell: Cell, rows: readonly Row[], at: { row: number; col: number }): Cell {
  const { colSpan = 1, rowSpan = 1, ...bare } = cell;
  const isBlank = (row: number, col: number) => rows[row]?.cells[col]?.raw === '';
  let cols = 1;
  while (cols < colSpan && isBlank(at.row, at.col + cols)) cols++;
  const covers = (row: number) => Array.from({ length: cols }).every((_, by) => isBlank(row, at.col + by));
  let deep = 1;
  while (deep < rowSpan && covers(at.row + deep)) deep++;
  if (cols === colSpan && deep === rowSpan) return cell;
  return { ...bare, ...(cols > 1 ? { colSpan: cols } : {}), ...(deep > 1 ? { rowSpan: deep } : {}) };
}
