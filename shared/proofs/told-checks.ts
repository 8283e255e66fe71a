import type { Check } from '../schedules/schedule.ts';
import type { FigureTable } from './figure-table.ts';
import { sumCheck } from './sum-check.ts';
import type { RowSum, TriedColumn } from './try-columns.ts';

/** The checks of a sum of rows that was tried, for those of its columns that are told. */
export function toldChecks(
  table: FigureTable,
  { row, addends, signs }: RowSum,
  told: readonly TriedColumn[],
): Check[] {
  return told.map((tried) => {
    const { col } = tried;
    const signed = addends.map((addend, index) => ({ row: addend, col, sign: signs[index] ?? 1 }));
    return sumCheck(table, { prover: 'footing', row, col, addends: signed }, tried);
  });
}
