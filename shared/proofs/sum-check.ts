import type { Check, SignedAddress } from '../schedules/schedule.ts';
import type { FigureTable } from './figure-table.ts';
import type { SumClaim } from './weigh-sum.ts';

/** A claim that was weighed, as it is told: with the addends that are figures, a sum of amounts without percentages. */
export function sumCheck(
  table: FigureTable,
  claim: SumClaim,
  { printedMinor, computedMinor, state }: Pick<Check, 'printedMinor' | 'computedMinor' | 'state'>,
): Check {
  return {
    prover: claim.prover,
    target: { row: claim.row.index, col: claim.col },
    addends: presentOf(claim),
    printedMinor,
    computedMinor,
    scale: table.scale,
    state,
  };
}

function presentOf({ row: target, col: targetCol, addends }: SumClaim): SignedAddress[] {
  const percent = target.percents[targetCol] === true;
  const present: SignedAddress[] = [];
  for (const { row, col, sign } of addends)
    if ((row.figures[col] ?? null) !== null && (percent || row.percents[col] !== true))
      present.push({ row: row.index, col, sign });
  return present;
}
