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
 * where that is small beside the figure itself, because a tolerance of 2 proves nothing about a 3. Percentages are always
 * rounded.
 */
export function weighSum(table: FigureTable, claim: SumClaim): WeighedSum | null {
  const printed = claim.row.figures[claim.col] ?? null;
  if (printed === null) return null;
  const sum = addUp(table, claim);
  if (sum.present.length === 0 || !Number.isSafeInteger(sum.computed)) return null;
  const percent = claim.row.percents[claim.col] === true;
  if (percent && !sum.percents) return null;
  const missed = Math.abs(printed - sum.computed);
  const tolerance = table.rounded || percent ? ((sum.nonzero + 1) * sum.unit) / 2 : 0;
  const near = missed <= tolerance && tolerance * LEAST_RATIO <= Math.abs(printed);
  const state = missed === 0 ? 'proved' : near ? 'proved-within-rounding' : 'broken';
  const check: Check = {
    prover: claim.prover,
    target: { row: claim.row.index, col: claim.col },
    addends: sum.present,
    printedMinor: printed,
    computedMinor: sum.computed,
    scale: table.scale,
    state,
  };
  const window = sum.grain + (state === 'proved-within-rounding' ? 2 * tolerance : 0);
  const evidence = Math.log10((2 * sum.second + window) / window);
  return { check, present: sum.present.length, nonzero: sum.nonzero, evidence };
}

/** A figure must be this many times the tolerance before "within rounding" says anything about it. */
const LEAST_RATIO = 16;

interface Sum {
  computed: number;
  /** Addends that are figures, and how many of them are other than zero. */
  present: SignedAddress[];
  nonzero: number;
  /** Whether a percentage is among them. */
  percents: boolean;
  /** Finest unit printed among the total and the addends other than zero, and what divides all these columns. */
  unit: number;
  grain: number;
  /**
   * Size of the second largest addend. Beside its largest addend a total is often about as large whatever the others say (this
   * year and last year); so it is the second largest that measures how far a random sum would have missed.
   */
  second: number;
}

function addUp(table: FigureTable, { row: target, col: targetCol, addends }: SumClaim): Sum {
  const percent = target.percents[targetCol] === true;
  const present: SignedAddress[] = [];
  let [computed, nonzero, first, second] = [0, 0, 0, 0];
  let unit = target.units[targetCol] ?? 1;
  let grain = table.grains[targetCol] ?? 1;
  let percents = false;
  for (const { row, col, sign } of addends) {
    const figure = row.figures[col] ?? null;
    if (figure === null || (row.percents[col] && !percent)) continue;
    percents ||= row.percents[col] === true;
    present.push({ row: row.index, col, sign });
    computed += sign * figure;
    grain = Math.min(grain, table.grains[col] ?? 1);
    if (figure === 0) continue;
    nonzero++;
    unit = Math.min(unit, row.units[col] ?? 1);
    const size = Math.abs(figure);
    if (size > first) [first, second] = [size, first];
    else if (size > second) second = size;
  }
  return { computed, present, nonzero, percents, unit, grain, second };
}
