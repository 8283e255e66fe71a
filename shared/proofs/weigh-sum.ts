import type { Check, SignedAddress } from '../schedules/schedule.ts';
import type { FigureRow, FigureTable } from './figure-table.ts';

/** A claim that the figure in `row`, `col` is the signed sum of `addends`. */
export interface SumClaim {
  prover: Check['prover'];
  row: FigureRow;
  col: number;
  addends: SignedFigure[];
}

interface SignedFigure {
  row: FigureRow;
  col: number;
  sign: 1 | -1;
}

/**
 * Computes a claim. Null where there is nothing to compare: no target, no addend that is a figure. `meaningful` tells a sum
 * from a copy: it needs two addends other than zero. Rounded figures may miss by half a unit per addend, yet only where that
 * is small beside the figure itself, because a tolerance of 2 proves nothing about a 3.
 */
export function weighSum(table: FigureTable, claim: SumClaim): { check: Check; meaningful: boolean } | null {
  const printed = claim.row.figures[claim.col] ?? null;
  const present = claim.addends.filter((addend) => (addend.row.figures[addend.col] ?? null) !== null);
  if (printed === null || present.length === 0) return null;
  const computed = present.reduce(
    (sum, addend) => sum + addend.sign * (addend.row.figures[addend.col] ?? 0),
    0,
  );
  if (!Number.isSafeInteger(computed)) return null;
  const nonzero = present.filter((addend) => addend.row.figures[addend.col] !== 0);
  const missed = Math.abs(printed - computed);
  const tolerance = table.rounded ? (finestUnit(claim, nonzero) * nonzero.length) / 2 : 0;
  const near = missed <= tolerance && tolerance * LEAST_RATIO <= Math.abs(printed);
  const check: Check = {
    prover: claim.prover,
    target: { row: claim.row.index, col: claim.col },
    addends: present.map((addend): SignedAddress => ({
      row: addend.row.index,
      col: addend.col,
      sign: addend.sign,
    })),
    printedMinor: printed,
    computedMinor: computed,
    scale: table.scale,
    state: missed === 0 ? 'proved' : near ? 'proved-within-rounding' : 'broken',
  };
  return { check, meaningful: nonzero.length >= 2 };
}

/** A figure must be this many times the tolerance before "within rounding" says anything about it. */
const LEAST_RATIO = 20;

function finestUnit(claim: SumClaim, nonzero: SignedFigure[]): number {
  const units = nonzero.map((addend) => addend.row.units[addend.col] ?? 1);
  return Math.min(claim.row.units[claim.col] ?? 1, ...units);
}
