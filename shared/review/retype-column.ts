import { columnRole } from '../amounts/column-role.ts';
import type { FigureStyle } from '../amounts/figure-style.ts';
import { parseCell } from '../amounts/parse-cell.ts';
import type { Cell, CellValue, Column, Row } from '../schedules/schedule.ts';

/** A column made of others: its role, and its cells (one per row) typed by it. Cells whose value stays are the same objects. */
export function retypeColumn(
  made: { index: number; heading: string; cells: readonly Cell[] },
  rows: readonly Row[],
  style: FigureStyle,
): { column: Column; cells: Cell[] } {
  const isHead = (at: number) => rows[at]?.role === 'head';
  const texts = made.cells.flatMap(({ raw }, at) => (isHead(at) ? [] : [raw]));
  const { role, place } = columnRole({ index: made.index, heading: made.heading, texts }, style);
  const cells = made.cells.map((cell, at) => {
    const value = parseCell(cell.raw, style, isHead(at) ? 'head' : place);
    return isSame(value, cell.value) ? cell : { ...cell, value };
  });
  return { column: { heading: made.heading, role }, cells };
}

function isSame(one: CellValue, other: CellValue): boolean {
  const [names, others] = [Object.keys(one), Object.keys(other)];
  return (
    names.length === others.length &&
    names.every((name) => one[name as keyof CellValue] === other[name as keyof CellValue])
  );
}
