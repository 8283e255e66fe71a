import type { Check, SignedAddress } from '../schedules/schedule.ts';
import type { FigureRow, FigureTable } from './figure-table.ts';
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
  const { printedMinor, computedMinor, state, present, nonzero, evidence } = weight;
  const check: Check = {
    prover: claim.prover,
    target: { row: claim.row.index, col: claim.col },
    addends: presentOf(claim),
    printedMinor,
    computedMinor,
    scale: table.scale,
    state,
  };
  return { check, present, nonzero, evidence };
}

function presentOf({ row: target, col: targetCol, addends }: SumClaim): SignedAddress[] {
  const percent = target.percents[targetCol] === true;
  const present: SignedAddress[] = [];
  for (const { row, col, sign } of addends)
    if ((row.figures[col] ?? null) !== null && (percent || row.percents[col] !== true))
      present.push({ row: row.index, col, sign });
  return present;
}
