import type { FigureRow, FigureTable } from './figure-table.ts';
import { isMisprint } from './is-misprint.ts';
import type { TotalReading } from './read-total.ts';
import { toldChecks } from './told-checks.ts';
import { tryColumns } from './try-columns.ts';

/** A promised total of the rows since the last heading or total that misses by one misread digit in every failing column. */
export function misprintedTotal(
  table: FigureTable,
  row: FigureRow,
  { waiting, block }: { waiting: readonly FigureRow[]; block: number },
): TotalReading | null {
  const size = waiting.length - block;
  if (row.promise !== 'total' || size < 2) return null;
  const addends = waiting.slice(block);
  const trial = tryColumns(table, { row, addends, signs: addends.map((): 1 => 1) });
  const misses = [...trial.failing, ...trial.far];
  const misprints = misses.filter((tried) => isMisprint(tried.printedMinor, tried.computedMinor));
  if (misprints.length === 0 || misprints.length < misses.length || trial.foreign > misprints.length)
    return null;
  const told = [...trial.holding, ...trial.copies, ...misprints];
  return { size, worth: 1, checks: toldChecks(table, trial.sum, told) };
}
