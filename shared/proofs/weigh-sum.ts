import type { Check } from '../schedules/schedule.ts';
import type { FigureRow, FigureTable } from './figure-table.ts';
import { sumCheck } from './sum-check.ts';
import { SumWeight } from './sum-weight.ts';

/** A claim that the figure in `row`, `col` is the signed sum of `addends`. Whoever weighs many may use the same addends again. */
export interface SumClaim {
  prover: Check['prover'];
  row: FigureRow;
  col: number;
  addends: SignedFigure[];
}

export interface SignedFigure {
  row: FigureRow;
  col: number;
  sign: 1 | -1;
}

export interface WeighedSum extends Pick<SumWeight, 'present' | 'nonzero' | 'evidence'> {
  check: Check;
}

/** Computes a claim, see SumWeight. Null where there is nothing to compare. */
export function weighSum(table: FigureTable, claim: SumClaim): WeighedSum | null {
  const weight = new SumWeight();
  if (!weight.weigh(table, claim)) return null;
  const { present, nonzero, evidence } = weight;
  return { check: sumCheck(table, claim, weight), present, nonzero, evidence };
}
