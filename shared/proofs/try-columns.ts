import type { Check } from '../schedules/schedule.ts';
import type { FigureRow, FigureTable } from './figure-table.ts';
import type { Signs } from './find-signs.ts';
import { hasAmounts } from './has-amounts.ts';
import { isMisprint } from './is-misprint.ts';
import { type SignedFigure, type WeighedSum, weighSum } from './weigh-sum.ts';

/** What the columns say of the claim that a row is the signed sum of other rows. */
export interface Trial {
  holding: Check[];
  /** Sums with one addend other than zero, or none: they say nothing, yet belong to the claim. */
  copies: Check[];
  failing: Check[];
  /** Columns that miss by far though they hold figures that could be added. */
  far: Check[];
  /** Columns of which nothing is claimed: averages, rates and prices. */
  foreign: number;
  /** Columns with a total and nothing to add up. */
  bare: number;
  evidence: number;
  exact: number;
}

export function tryColumns(
  table: FigureTable,
  row: FigureRow,
  sum: { addends: readonly FigureRow[]; signs: Signs },
): Trial {
  const trial: Trial = {
    holding: [],
    copies: [],
    failing: [],
    far: [],
    foreign: 0,
    bare: 0,
    evidence: 0,
    exact: 0,
  };
  const addends = sum.addends.map((row, index): SignedFigure => ({
    row,
    col: 0,
    sign: sum.signs[index] ?? 1,
  }));
  for (const col of table.columns) {
    for (const addend of addends) addend.col = col;
    const weighed = weighSum(table, { prover: 'footing', row, col, addends });
    const aside = row.percents[col] && hasAmounts(table, row);
    if (!weighed) trial.bare += !aside && (row.figures[col] ?? 0) !== 0 ? 1 : 0;
    else if (weighed.check.state !== 'broken' || !aside)
      place(trial, weighed, { table, col, addends: sum.addends });
  }
  return trial;
}

function place(
  trial: Trial,
  { check, nonzero, present, evidence }: WeighedSum,
  at: { table: FigureTable; col: number; addends: readonly FigureRow[] },
): void {
  if (check.state !== 'broken') {
    if (nonzero < 2) trial.copies.push(check);
    else {
      trial.holding.push(check);
      trial.evidence += evidence;
      if (check.state === 'proved') trial.exact++;
    }
  } else if (NOT_ADDITIVE.test(at.table.heads[at.col] ?? '')) trial.foreign++;
  else if (isBeside(check)) {
    if (nonzero >= 2 || present >= 2) trial.failing.push(check);
  } else if (nonzero < 2 || isAverage(check, at)) trial.foreign++;
  else trial.far.push(check);
}

const NOT_ADDITIVE = /%|\b(per ?cent|rates?|ratio|averages?|avg|prices?|per|life|index|yield|margin)\b/;
const FARTHEST_MISS_SHARE = 0.4;

function isBeside(check: Check): boolean {
  const [printed, computed] = [Math.abs(check.printedMinor), Math.abs(check.computedMinor)];
  const near =
    Math.abs(check.printedMinor - check.computedMinor) <= FARTHEST_MISS_SHARE * Math.max(printed, computed);
  return near || isMisprint(check.printedMinor, check.computedMinor);
}

/** No larger than the second largest addend. One addend alone may have lost its decimal point. */
function isAverage(check: Check, at: { col: number; addends: readonly FigureRow[] }): boolean {
  const printed = Math.abs(check.printedMinor);
  return at.addends.filter((row) => Math.abs(row.figures[at.col] ?? 0) >= printed).length >= 2;
}
