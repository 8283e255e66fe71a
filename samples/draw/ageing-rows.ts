import { sumColumns } from './asset-rows.ts';
import { printAmount } from './print-amount.ts';
import type { TableRow } from './table.ts';

/** Lines of an ageing with their totals across, and the total row below: code, name, the buckets, total. */
export function ageingRows(
  owing: readonly (readonly [code: string, name: string, bucketCents: readonly number[]])[],
  zero: string,
): TableRow[] {
  const amounts = owing.map(([, , buckets]) => [...buckets, buckets.reduce((sum, cents) => sum + cents, 0)]);
  const print = (list: number[]): string[] => list.map((cents) => printAmount(cents, 2, zero));
  const rows = owing.map(([code, name], index): TableRow => {
    return { cells: [code, name, ...print(amounts[index] ?? [])], kind: 'line' };
  });
  return [...rows, { cells: ['', 'Total', ...print(sumColumns(amounts))], kind: 'total' }];
}
