import type { Cell, Column, Row, RowRole } from '../schedules/schedule.ts';

/** A schedule as the provers see it: integer figures in one common scale, null where a cell holds no figure. */
export interface FigureTable {
  /** Id of the kind; 'table' where it is not known. */
  kind: string;
  /** All figures are in units of 10^-scale. */
  scale: number;
  /** Whether figures are rounded (in thousands, whole units), so that sums may miss by halves of a unit. */
  rounded: boolean;
  /** Columns that hold amounts or percentages, ascending. */
  columns: number[];
  /** Heading of every column of the schedule in lower case. */
  heads: string[];
  rows: FigureRow[];
  /** The amounts once more, by column and place in `rows`: NaN where there is none. For trying thousands of sums quickly. */
  vectors: Float64Array[];
  /** Per column, the largest power of ten that divides all its figures: what lies below it is no evidence. */
  grains: number[];
}

export interface FigureRow {
  index: number;
  role: RowRole;
  level: number;
  /** In lower case. */
  label: string;
  /** One per column of the schedule, figure columns or not. */
  figures: (number | null)[];
  /** Which of the figures are percentages. */
  percents: boolean[];
  /** Smallest unit printed, per column, in units of the common scale. */
  units: number[];
}

/** What of a schedule a proof needs; `caption.unit` decides whether figures count as rounded. */
export interface Provable {
  kind?: string;
  columns: Column[];
  rows: Row[];
  caption: { unit: string };
}

/**
 * Brings the figures of a schedule to one scale. Head rows are left out. A figure that would leave the exact integers in the
 * common scale counts as no figure.
 */
export function figureTable(schedule: Provable): FigureTable {
  const body = schedule.rows.flatMap((row, index) => (row.role === 'head' ? [] : [{ row, index }]));
  const scale = Math.max(0, ...body.flatMap(({ row }) => row.cells.map(scaleOf)));
  const rows = body.map(({ row, index }) => ({
    index,
    role: row.role,
    level: row.level,
    label: labelOf(row, schedule.columns).toLowerCase(),
    figures: row.cells.map((cell) => figureOf(cell, scale)),
    percents: row.cells.map((cell) => cell.value.type === 'percent'),
    units: row.cells.map((cell) => 10 ** (scale - scaleOf(cell))),
  }));
  const columns = schedule.columns.flatMap((column, index) =>
    column.role === 'amount' || column.role === 'percent' ? [index] : [],
  );
  const finest = Math.max(
    0,
    ...body.flatMap(({ row }) => row.cells.map((cell) => (cell.value.type === 'amount' ? scaleOf(cell) : 0))),
  );
  const rounded =
    finest < 2 ||
    /thousand|million|billion|'?000s?\b|\b(?:mn|bn|[$€£]m|tsd|mio)\b/i.test(schedule.caption.unit);
  return {
    kind: schedule.kind ?? 'table',
    scale,
    rounded,
    columns,
    heads: schedule.columns.map((column) => column.heading.toLowerCase()),
    rows,
    vectors: schedule.columns.map((_, col) =>
      Float64Array.from(rows, (row) => (row.percents[col] ? NaN : (row.figures[col] ?? NaN))),
    ),
    grains: schedule.columns.map((_, col) => grainOf(rows.map((row) => row.figures[col] ?? 0))),
  };
}

function scaleOf(cell: Cell): number {
  return cell.value.type === 'amount' || cell.value.type === 'percent' ? cell.value.scale : 0;
}

function figureOf(cell: Cell, scale: number): number | null {
  if (cell.value.type !== 'amount' && cell.value.type !== 'percent') return null;
  const figure = cell.value.minor * 10 ** (scale - cell.value.scale);
  return Number.isSafeInteger(figure) ? figure : null;
}

function grainOf(figures: number[]): number {
  let grain = 10 ** 9;
  for (const figure of figures) while (figure % grain !== 0) grain /= 10;
  return figures.some((figure) => figure !== 0) ? grain : 1;
}

function labelOf(row: Row, columns: Column[]): string {
  const texts = row.cells.filter(
    (_, index) => columns[index]?.role === 'label' || columns[index]?.role === 'text',
  );
  return texts.map((cell) => cell.raw).find((raw) => /\p{L}/u.test(raw)) ?? '';
}
