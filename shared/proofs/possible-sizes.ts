import type { FigureRow, FigureTable } from './figure-table.ts';
import { hasAmounts } from './has-amounts.ts';

export interface PossibleSizes {
  sizes: number[];
  /** Those at which the plain sum or the first less the others can hold in a column; at the others only mixed signs can. */
  near: ReadonlySet<number>;
  /** The least number of rows whose figures, all taken together, come up to the row's in a column: below it no signs can. */
  reached: number;
}

/**
 * How many of the topmost waiting rows a row may add up: sizes for which a plain sum, or the first row less the others, can be
 * right, found by running sums, so that a ledger of thousands of rows without totals costs no more than reading it. With
 * `mixed` 0 every column must agree; else one column is enough, and up to `mixed` rows every size is tried, because signs may
 * be mixed.
 */
export function possibleSizes(
  table: FigureTable,
  row: FigureRow,
  { waiting, mixed }: { waiting: readonly FigureRow[]; mixed: number },
): PossibleSizes {
  let sizes: Set<number> | null = null;
  let reached = Infinity;
  for (const col of table.columns) {
    if ((row.figures[col] ?? null) === null || (row.percents[col] && hasAmounts(table, row))) continue;
    const { near, reached: here } = nearSizes(table, row, { waiting, col });
    reached = Math.min(reached, here);
    sizes = new Set(
      sizes === null ? near : mixed === 0 ? near.filter((size) => sizes?.has(size)) : [...sizes, ...near],
    );
    if (mixed === 0 && sizes.size === 0) return { sizes: [], near: sizes, reached };
  }
  const near = sizes ?? new Set<number>();
  const all = new Set(near);
  for (let size = 2; size <= Math.min(mixed, waiting.length); size++) all.add(size);
  return { sizes: [...all].sort((a, b) => a - b), near, reached };
}

function nearSizes(
  table: FigureTable,
  row: FigureRow,
  { waiting, col }: { waiting: readonly FigureRow[]; col: number },
): { near: number[]; reached: number } {
  const target = row.figures[col] ?? 0;
  const percent = row.percents[col] === true;
  const unit = table.rounded || percent ? (row.units[col] ?? 1) / 2 : 0;
  const near: number[] = [];
  let sum = 0;
  let present = 0;
  let reach = 0;
  let reached = Infinity;
  for (let size = 1; size <= waiting.length; size++) {
    const addend = waiting[waiting.length - size];
    const figure = addend?.figures[col] ?? null;
    const counts = figure !== null && (percent || addend?.percents[col] !== true);
    const value = counts ? figure : 0;
    if (counts) present++;
    sum += value;
    reach += Math.abs(value);
    if (size < 2) continue;
    const slack = (size + 1) * unit;
    if (reached === Infinity && Math.abs(target) <= reach + slack) reached = size;
    if (present === 0 || Math.abs(sum - target) <= slack || Math.abs(2 * value - sum - target) <= slack)
      near.push(size);
  }
  return { near, reached };
}
