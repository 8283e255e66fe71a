import type { FigureRow, FigureTable } from './figure-table.ts';
import { isMisprint } from './is-misprint.ts';
import type { TotalReading } from './read-total.ts';
import { totalPromise } from './total-label.ts';
import { tryColumns } from './try-columns.ts';

/** A promised total of the rows since the last heading or total that misses by one misread digit in every failing column. */
export function misprintedTotal(
  table: FigureTable,
  row: FigureRow,
  block: readonly FigureRow[],
): TotalReading | null {
  if (totalPromise(row.label) !== 'total' || block.length < 2) return null;
  const trial = tryColumns(table, row, { addends: block, signs: block.map((): 1 => 1) });
  const misses = [...trial.failing, ...trial.far];
  const misprints = misses.filter((check) => isMisprint(check.printedMinor, check.computedMinor));
  if (misprints.length === 0 || misprints.length < misses.length || trial.foreign > misprints.length)
    return null;
  return { size: block.length, worth: 1, checks: [...trial.holding, ...trial.copies, ...misprints] };
}
