import type { Column, Row, RowRole } from '../schedules/schedule.ts';
import type { ProofMemory } from './proof-memory.ts';
import { type TotalPromise, totalPromise } from './total-label.ts';

/** A schedule as the provers see it: integer figures in one common scale, null where a cell holds no figure. */
export interface FigureTable {
  /** Id of the kind; 'table' where it is not known. */
  kind: string;
  /** In lower case. */
  title: string;
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
  /** Of the proofs before; undefined where a schedule is proved but once. */
  memory: ProofMemory | undefined;
}

export interface FigureRow {
  index: number;
  role: RowRole;
  level: number;
  /** In lower case. */
  label: string;
  /** What its role or its label promises of its figures. */
  promise: TotalPromise;
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
  caption: { title?: string; unit: string };
}

/**
 * Brings the figures of a schedule to one scale. Head rows are left out. A figure that would leave the exact integers in the
 * common scale counts as no figure.
 */
export function figureTable(schedule: Provable, memory?: ProofMemory): FigureTable {
  const body = schedule.rows.flatMap((row, index) => (row.role === 'head' ? [] : [{ row, index }]));
  const [scale, finest] = scalesOf(schedule.rows);
  const known = memory?.rows(schedule.columns, scale);
  const rows = body.map(({ row, index }) => {
    const before = known?.get(row);
    if (before?.index === index) return before;
    const read = figureRow(row, { index, scale, columns: schedule.columns });
    known?.set(row, read);
    return read;
  });
  const columns = schedule.columns.flatMap((column, index) =>
    column.role === 'amount' || column.role === 'percent' ? [index] : [],
  );
  const rounded =
    finest < 2 ||
    /thousand|million|billion|'?000s?\b|\b(?:mn|bn|[$€£]m|tsd|mio)\b/i.test(schedule.caption.unit);
  return {
    kind: schedule.kind ?? 'table',
    title: (schedule.caption.title ?? '').toLowerCase(),
    scale,
    rounded,
    columns,
    heads: schedule.columns.map((column) => column.heading.toLowerCase()),
    rows,
    vectors: schedule.columns.map((_, col) => vectorOf(rows, col)),
    grains: schedule.columns.map((_, col) => grainOf(rows, col)),
    memory,
  };
}

function figureRow(row: Row, at: { index: number; scale: number; columns: Column[] }): FigureRow {
  const label = labelOf(row, at.columns).toLowerCase();
  const figures: (number | null)[] = [];
  const percents: boolean[] = [];
  const units: number[] = [];
  for (const { value } of row.cells) {
    const figure = value.type === 'amount' || value.type === 'percent' ? value : null;
    figures.push(figure && figureOf(figure, at.scale));
    percents.push(value.type === 'percent');
    units.push(POWERS[at.scale - (figure?.scale ?? 0)] ?? 1);
  }
  return {
    index: at.index,
    role: row.role,
    level: row.level,
    label,
    promise: row.role === 'total' || row.role === 'subtotal' ? 'total' : totalPromise(label),
    figures,
    percents,
    units,
  };
}

const POWERS = Array.from({ length: 16 }, (_, exponent) => 10 ** exponent);

/** Most decimals of all figures, and of the amounts among them. */
function scalesOf(rows: Row[]): [scale: number, finest: number] {
  let [scale, finest] = [0, 0];
  for (const { role, cells } of rows)
    for (const { value } of role === 'head' ? [] : cells) {
      if (value.type === 'amount' || value.type === 'percent') scale = Math.max(scale, value.scale);
      if (value.type === 'amount') finest = Math.max(finest, value.scale);
    }
  return [scale, finest];
}

function figureOf({ minor, scale }: { minor: number; scale: number }, common: number): number | null {
  const figure = minor * (POWERS[common - scale] ?? NaN);
  return Number.isSafeInteger(figure) ? figure : null;
}

function vectorOf(rows: FigureRow[], col: number): Float64Array {
  const vector = new Float64Array(rows.length).fill(NaN);
  for (let at = 0; at < rows.length; at++) {
    const figure = rows[at]?.figures[col] ?? null;
    if (figure !== null && rows[at]?.percents[col] !== true) vector[at] = figure;
  }
  return vector;
}

function grainOf(rows: FigureRow[], col: number): number {
  let grain = 10 ** 9;
  let filled = false;
  for (const { figures } of rows) {
    const figure = figures[col] ?? 0;
    filled ||= figure !== 0;
    while (figure % grain !== 0) grain /= 10;
  }
  return filled ? grain : 1;
}

function labelOf(row: Row, columns: Column[]): string {
  for (const [index, { raw }] of row.cells.entries()) {
    const role = columns[index]?.role;
    if ((role === 'label' || role === 'text') && /\p{L}/u.test(raw)) return raw;
  }
  return '';
}
