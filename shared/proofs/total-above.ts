import type { Check } from '../schedules/schedule.ts';
import type { FigureRow, FigureTable } from './figure-table.ts';
import { toldChecks } from './told-checks.ts';
import { tryColumns } from './try-columns.ts';

/**
 * Totals that stand above their parts, as in statistics: a row labelled "Total" that nothing above explains and the rows below
 * it up to the next heading, or a row and those indented under it. Claimed only where every column holds with many digits.
 */
export function totalAbove(table: FigureTable, proved: ReadonlySet<number>): Check[] {
  return table.rows.flatMap((row, at) => {
    const promised = row.promise === 'total';
    const indented = (table.rows[at + 1]?.level ?? 0) > row.level;
    if (proved.has(row.index) || (!promised && !indented)) return [];
    const below = table.rows.slice(at + 1);
    const blocks = [
      ...(promised ? [until(below, (next) => isHeading(table, next))] : []),
      until(below, (next) => next.level <= row.level).filter((next) => next.level === row.level + 1),
    ];
    return blocks.map((addends) => checksOf(table, row, addends)).find((checks) => checks.length > 0) ?? [];
  });
}

const LEAST_DIGITS = 4;

function checksOf(table: FigureTable, row: FigureRow, addends: FigureRow[]): Check[] {
  if (addends.length < 2 || addends.length > 200) return [];
  const trial = tryColumns(table, { row, addends, signs: addends.map((): 1 => 1) });
  const misses = trial.failing.length + trial.far.length;
  if (misses > 0 || trial.exact === 0 || trial.evidence < LEAST_DIGITS) return [];
  return toldChecks(table, trial.sum, [...trial.holding, ...trial.copies]);
}

function until(rows: FigureRow[], ends: (row: FigureRow) => boolean): FigureRow[] {
  const end = rows.findIndex(ends);
  return end < 0 ? rows : rows.slice(0, end);
}

function isHeading(table: FigureTable, row: FigureRow): boolean {
  return row.promise === 'total' || table.columns.every((col) => (row.figures[col] ?? null) === null);
}
