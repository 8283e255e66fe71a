import type { Cell } from '../schedules/schedule.ts';

/** The cell over this many columns; the same object where it spans as many already. */
export function spanning(cell: Cell, columns: number): Cell {
  if ((cell.colSpan ?? 1) === columns) return cell;
  const spanned = { ...cell, colSpan: columns };
  if (columns === 1) delete (spanned as Cell).colSpan;
  return spanned;
}
