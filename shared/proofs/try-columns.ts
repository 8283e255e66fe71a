import type { Check } from '../schedules/schedule.ts';
import type { FigureRow, FigureTable } from './figure-table.ts';
import type { Signs } from './find-signs.ts';
import { hasAmounts } from './has-amounts.ts';
import { isMisprint } from './is-misprint.ts';
import { SumWeight } from './sum-weight.ts';
import type { SignedFigure } from './weigh-sum.ts';

/** A row as the signed sum of other rows. */
export interface RowSum {
  row: FigureRow;
  addends: readonly FigureRow[];
  signs: Signs;
}

/** What the sum comes to in one column; `toldChecks` makes a check of it. Many are tried for one that is told. */
export interface TriedColumn extends Pick<Check, 'printedMinor' | 'computedMinor' | 'state'> {
  col: number;
}

/** What the columns say of the claim that a row is the signed sum of other rows. */
export interface Trial {
  sum: RowSum;
  holding: TriedColumn[];
  /** Sums with one addend other than zero, or none: they say nothing, yet belong to the claim. */
  copies: TriedColumn[];
  failing: TriedColumn[];
  /** Columns that miss by far though they hold figures that could be added. */
  far: TriedColumn[];
  /** Columns of which nothing is claimed: averages, rates and prices. */
  foreign: number;
  /** Columns with a total and nothing to add up. */
  bare: number;
  evidence: number;
  exact: number;
}

export function tryColumns(table: FigureTable, sum: RowSum): Trial {
  const trial: Trial = {
    sum,
    holding: [],
    copies: [],
    failing: [],
    far: [],
    foreign: 0,
    bare: 0,
    evidence: 0,
    exact: 0,
  };
  const { row } = sum;
  const addends = sum.addends.map((row, index): SignedFigure => ({
    row,
    col: 0,
    sign: sum.signs[index] ?? 1,
  }));
  const weight = new SumWeight();
  for (const col of table.columns) {
    for (const addend of addends) addend.col = col;
    const weighed = weight.weigh(table, { row, col, addends });
    const aside = row.percents[col] && hasAmounts(table, row);
    if (!weighed) trial.bare += !aside && (row.figures[col] ?? 0) !== 0 ? 1 : 0;
    else if (weight.state !== 'broken' || !aside) place(trial, weight, { table, col });
  }
  return trial;
}

function place(trial: Trial, weight: SumWeight, { table, col }: { table: FigureTable; col: number }): void {
  const { printedMinor, computedMinor, state, nonzero, present } = weight;
  const tried = { col, printedMinor, computedMinor, state };
  if (state !== 'broken') {
    if (nonzero < 2) trial.copies.push(tried);
    else {
      trial.holding.push(tried);
      trial.evidence += weight.evidence;
      if (state === 'proved') trial.exact++;
    }
  } else if (NOT_ADDITIVE.test(table.heads[col] ?? '')) trial.foreign++;
  else if (isBeside(tried)) {
    if (nonzero >= 2 || present >= 2) trial.failing.push(tried);
  } else if (nonzero < 2 || isAverage(tried, trial.sum)) trial.foreign++;
  else trial.far.push(tried);
}

const NOT_ADDITIVE = /%|\b(per ?cent|rates?|ratio|averages?|avg|prices?|per|life|index|yield|margin)\b/;
const FARTHEST_MISS_SHARE = 0.4;

function isBeside({ printedMinor, computedMinor }: TriedColumn): boolean {
  const farthest = FARTHEST_MISS_SHARE * Math.max(Math.abs(printedMinor), Math.abs(computedMinor));
  return Math.abs(printedMinor - computedMinor) <= farthest || isMisprint(printedMinor, computedMinor);
}

/** No larger than the second largest addend. One addend alone may have lost its decimal point. */
function isAverage({ col, printedMinor }: TriedColumn, { addends }: RowSum): boolean {
  const printed = Math.abs(printedMinor);
  return addends.filter((row) => Math.abs(row.figures[col] ?? 0) >= printed).length >= 2;
}
