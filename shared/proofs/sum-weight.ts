import type { Check } from '../schedules/schedule.ts';
import type { FigureTable } from './figure-table.ts';
import type { SumClaim } from './weigh-sum.ts';

/**
 * What a claim comes to, in numbers alone: thousands of sums are weighed and few are told, so that one weight serves many claims.
 */
export class SumWeight {
  printedMinor = 0;
  computedMinor = 0;
  state: Check['state'] = 'broken';
  /** Addends that are figures, and those of them other than zero. */
  present = 0;
  nonzero = 0;
  /**
   * Decimal digits that could have disagreed: a random figure would have met this sum with a chance of 10^-evidence. 0 where
   * the sum is a copy of one figure.
   */
  evidence = 0;
  /** Whether a percentage is among the addends. */
  #percents = false;
  /** Finest unit printed among the total and the addends other than zero, and what divides all these columns. */
  #unit = 1;
  #grain = 1;
  /**
   * Size of the second largest addend. Beside its largest addend a total is often about as large whatever the others say (this
   * year and last year); so it is the second largest that measures how far a random sum would have missed.
   */
  #second = 0;

  /**
   * Computes a claim. False where there is nothing to compare: no target, no addend that is a figure. A sum of amounts leaves
   * percentages out. Rounded figures may miss by half a unit for each addend and half a unit for the total, the bound of XBRL
   * Calculations 1.1 (2023), where the interval of the printed total must meet the interval of the summed addends; yet only
   * where that is small beside the figure itself, because a tolerance of 2 proves nothing about a 3. Percentages are always
   * rounded.
   */
  weigh(table: FigureTable, claim: Omit<SumClaim, 'prover'>): boolean {
    const printed = claim.row.figures[claim.col] ?? null;
    if (printed === null) return false;
    this.#addUp(table, claim);
    if (this.present === 0 || !Number.isSafeInteger(this.computedMinor)) return false;
    const percent = claim.row.percents[claim.col] === true;
    if (percent && !this.#percents) return false;
    const missed = Math.abs(printed - this.computedMinor);
    const tolerance = table.rounded || percent ? ((this.nonzero + 1) * this.#unit) / 2 : 0;
    const near = missed <= tolerance && tolerance * LEAST_RATIO <= Math.abs(printed);
    this.printedMinor = printed;
    this.state = missed === 0 ? 'proved' : near ? 'proved-within-rounding' : 'broken';
    const window = this.#grain + (this.state === 'proved-within-rounding' ? 2 * tolerance : 0);
    this.evidence = Math.log10((2 * this.#second + window) / window);
    return true;
  }

  #addUp(table: FigureTable, { row: target, col: targetCol, addends }: Omit<SumClaim, 'prover'>): void {
    const percent = target.percents[targetCol] === true;
    let [computed, present, nonzero, first, second] = [0, 0, 0, 0, 0];
    let unit = target.units[targetCol] ?? 1;
    let grain = table.grains[targetCol] ?? 1;
    let percents = false;
    for (const { row, col, sign } of addends) {
      const figure = row.figures[col] ?? null;
      const isPercent = row.percents[col] === true;
      if (figure === null || (isPercent && !percent)) continue;
      percents ||= isPercent;
      present++;
      computed += sign * figure;
      grain = Math.min(grain, table.grains[col] ?? 1);
      if (figure === 0) continue;
      nonzero++;
      unit = Math.min(unit, row.units[col] ?? 1);
      const size = Math.abs(figure);
      if (size > first) [first, second] = [size, first];
      else if (size > second) second = size;
    }
    this.computedMinor = computed;
    this.present = present;
    this.nonzero = nonzero;
    this.#percents = percents;
    this.#unit = unit;
    this.#grain = grain;
    this.#second = second;
  }
}

/** A figure must be this many times the tolerance before "within rounding" says anything about it. */
const LEAST_RATIO = 16;
