import type { Cell, Column, Row, RowRole } from '../schedules/schedule.ts';

/** A schedule as the provers see it: integer figures in one common scale, null where a cell holds no amount. */
export interface FigureTable {
  /** All figures are in units of 10^-scale. */
  scale: number;
  /** Whether figures are rounded (in thousands, whole units), so that sums may miss by halves of a unit. */
  rounded: boolean;
  /** Columns that hold amounts, ascending. */
  columns: number[];
  rows: FigureRow[];
}

export interface FigureRow {
  index: number;
  role: RowRole;
  label: string;
  /** One per column of the schedule, amount columns or not. */
  figures: (number | null)[];
  /** Smallest unit printed in the row's amount cells, per column, in units of the common scale. */
  units: number[];
}

/** What of a schedule a proof needs; `caption.unit` decides whether figures count as rounded. */
export interface Provable {
  columns: Column[];
  rows: Row[];
  caption: { unit: string };
}

/**
 * Brings the amounts of a schedule to one scale. Head rows are left out. A figure that would leave the exact integers in the
 * common scale counts as no figure.
 */
export function figureTable(schedule: Provable): FigureTable {
  const body = schedule.rows.flatMap((row, index) => (row.role === 'head' ? [] : [{ row, index }]));
  const scale = Math.max(0, ...body.flatMap(({ row }) => row.cells.map(scaleOf)));
  const rows = body.map(({ row, index }) => ({
    index,
    role: row.role,
    label: labelOf(row, schedule.columns),
    figures: row.cells.map((cell) => figureOf(cell, scale)),
    units: row.cells.map((cell) => 10 ** (scale - scaleOf(cell))),
  }));
  const columns = schedule.columns.flatMap((column, index) => (column.role === 'amount' ? [index] : []));
  const rounded =
    scale < 2 ||
    /thousand|million|billion|'?000s?\b|\b(?:mn|bn|[$€£]m|tsd|mio)\b/i.test(schedule.caption.unit);
  return { scale, rounded, columns, rows };
}

function scaleOf(cell: Cell): number {
  return cell.value.type === 'amount' ? cell.value.scale : 0;
}

function figureOf(cell: Cell, scale: number): number | null {
  if (cell.value.type !== 'amount') return null;
  const figure = cell.value.minor * 10 ** (scale - cell.value.scale);
  return Number.isSafeInteger(figure) ? figure : null;
}

function labelOf(row: Row, columns: Column[]): string {
  const texts = row.cells.filter(
    (_, index) => columns[index]?.role === 'label' || columns[index]?.role === 'text',
  );
  return texts.map((cell) => cell.raw).find((raw) => /\p{L}/u.test(raw)) ?? '';
}
