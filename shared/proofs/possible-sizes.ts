import type { FigureRow, FigureTable } from './figure-table.ts';

/**
 * How many of the topmost waiting rows a row may add up: sizes for which a plain sum, or the first row less the others, can be
 * right in some column, found by running sums, so that a ledger of thousands of rows without totals costs no more than reading
 * it. Up to `mixed` rows every size is tried, because signs may be mixed.
 */
export function possibleSizes(
  table: FigureTable,
  row: FigureRow,
  { waiting, mixed }: { waiting: readonly FigureRow[]; mixed: number },
): number[] {
  const sizes = new Set<number>();
  for (const col of table.columns) {
    const target = row.figures[col] ?? null;
    if (target === null) continue;
    const percent = row.percents[col] === true;
    let sum = 0;
    for (let size = 1; size <= waiting.length; size++) {
      const addend = waiting[waiting.length - size];
      const figure = addend && (percent || !addend.percents[col]) ? (addend.figures[col] ?? 0) : 0;
      sum += figure;
      if (size < 2) continue;
      const slack = table.rounded ? ((size + 1) * (row.units[col] ?? 1)) / 2 : 0;
      const near = Math.abs(sum - target) <= slack || Math.abs(2 * figure - sum - target) <= slack;
      if (near || size <= mixed) sizes.add(size);
    }
  }
  return [...sizes].sort((a, b) => a - b);
}
