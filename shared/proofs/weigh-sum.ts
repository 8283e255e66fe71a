import type { Check, SignedAddress } from '../schedules/schedule.ts';
import type { FigureRow, FigureTable } from './figure-table.ts';

/** A claim that the figure in `row`, `col` is the signed sum of `addends`. */
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

export interface WeighedSum {
  check: Check;
  /** Addends that are figures, and those of them other than zero. */
  present: number;
  nonzero: number;
  /**
   * Decimal digits that could have disagreed: a random figure would have met this sum with a chance of 10^-evidence. 0 where
   * the sum is a copy of one figure.
   */
  evidence: number;
}

/**
 * Computes a claim. Null where there is nothing to compare: no target, no addend that is a figure. A sum of amounts leaves
 * percentages out. Rounded figures may miss by half a unit for each addend and half a unit for the total, the bound of XBRL
 * Calculations 1.1 (2023), where the interval of the printed total must meet the interval of the summed addends; yet only
 * where that is small beside the figure itself, because a tolerance of 2 proves nothing about a 3.
 */
export function weighSum(table: FigureTable, claim: SumClaim): WeighedSum | null {
  const printed = claim.row.figures[claim.col] ?? null;
  const percent = claim.row.percents[claim.col] === true;
  const present = claim.addends.filter(
    ({ row, col }) => (row.figures[col] ?? null) !== null && (percent || row.percents[col] !== true),
  );
  if (printed === null || present.length === 0) return null;
  if (percent && !present.some(({ row, col }) => row.percents[col])) return null;
  const computed = present.reduce((sum, { row, col, sign }) => sum + sign * (row.figures[col] ?? 0), 0);
  if (!Number.isSafeInteger(computed)) return null;
  const sizes = present.map(({ row, col }) => Math.abs(row.figures[col] ?? 0)).filter((size) => size > 0);
  const missed = Math.abs(printed - computed);
  const tolerance = toleranceOf(table, claim, present);
  const near = missed <= tolerance && tolerance * LEAST_RATIO <= Math.abs(printed);
  const state = missed === 0 ? 'proved' : near ? 'proved-within-rounding' : 'broken';
  const check: Check = {
    prover: claim.prover,
    target: { row: claim.row.index, col: claim.col },
    addends: present.map(({ row, col, sign }): SignedAddress => ({ row: row.index, col, sign })),
    printedMinor: printed,
    computedMinor: computed,
    scale: table.scale,
    state,
  };
  const window = state === 'proved-within-rounding' ? 2 * tolerance : 0;
  const grain = Math.min(...[claim, ...present].map(({ col }) => table.grains[col] ?? 1));
  return {
    check,
    present: present.length,
    nonzero: sizes.length,
    evidence: digitsOfEvidence(secondLargest(sizes), window + grain),
  };
}

/** A figure must be this many times the tolerance before "within rounding" says anything about it. */
const LEAST_RATIO = 16;

/** Half the finest unit printed for each addend other than zero and for the total. Percentages are always rounded. */
function toleranceOf(table: FigureTable, claim: SumClaim, present: SignedFigure[]): number {
  if (!table.rounded && claim.row.percents[claim.col] !== true) return 0;
  const nonzero = present.filter(({ row, col }) => row.figures[col] !== 0);
  const units = nonzero.map(({ row, col }) => row.units[col] ?? 1);
  return ((nonzero.length + 1) * Math.min(claim.row.units[claim.col] ?? 1, ...units)) / 2;
}

/**
 * Beside its largest addend a total is often about as large whatever the others say (this year and last year); so it is the
 * second largest that measures how far a random sum would have missed.
 */
function secondLargest(sizes: number[]): number {
  let [first, second] = [0, 0];
  for (const size of sizes) {
    if (size > first) [first, second] = [size, first];
    else if (size > second) second = size;
  }
  return second;
}

function digitsOfEvidence(reach: number, window: number): number {
  return Math.log10((2 * reach + window) / window);
}
