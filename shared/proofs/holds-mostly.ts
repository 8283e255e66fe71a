import type { FigureTable } from './figure-table.ts';
import type { Signs } from './find-signs.ts';

/**
 * A quick look whether a column is the signed sum of others on at least a third of the rows that could tell; it gives up after a
 * few that do not, so that thousands of sums cost little. Rows with less than two addends other than zero do not count.
 */
export function holdsMostly(
  table: FigureTable,
  { target, cols, signs }: { target: number; cols: readonly number[]; signs: Signs },
): boolean {
  const targets = table.vectors[target];
  if (!targets) return false;
  let [holding, failing] = [0, 0];
  for (let at = 0; at < targets.length; at++) {
    const printed = targets[at] ?? NaN;
    if (Number.isNaN(printed)) continue;
    let [sum, nonzero] = [0, 0];
    for (let index = 0; index < cols.length; index++) {
      const figure = table.vectors[cols[index] ?? 0]?.[at] || 0;
      if (figure !== 0) nonzero++;
      sum += figure * (signs[index] ?? 1);
    }
    if (nonzero < 2) continue;
    if (sum === printed || Math.abs(sum - printed) <= slackAt(table, at, { target, nonzero })) holding++;
    else failing++;
    if (failing > MOST_FAILING && failing > 2 * holding) return false;
  }
  return holding > 0 && 2 * holding >= failing;
}

const MOST_FAILING = 5;

function slackAt(
  table: FigureTable,
  at: number,
  { target, nonzero }: { target: number; nonzero: number },
): number {
  return table.rounded ? ((table.rows[at]?.units[target] ?? 1) * (nonzero + 1)) / 2 : 0;
}
