import type { Check } from '#shared/schedules/schedule.ts';
import { Exact } from '../exact.ts';
import { addressOf } from './address.ts';
import { type Layout, cellAt, placeOf } from './layout.ts';
import { type LiveTotals, addendsFormula, checkFigure, printedAt } from './live-totals.ts';
import { LOOKS } from './looks.ts';
import { differenceFormat } from './number-format.ts';
import type { Content, Look } from './sheet-model.ts';

export interface Difference {
  content: Content;
  look: Look;
  /** Differences up to this are rounding; 0 where every difference is wrong. */
  tolerance: number;
}

/**
 * Computed minus printed of a check, as a live formula where the cells of the sheet give what the check says, else as the
 * bare figure: a formula that means something else than the proof would be worse than none. Null for a check without figures.
 */
export function differenceOf(check: Check, layout: Layout, live: LiveTotals): Difference | null {
  const claim = claimOf(check, layout);
  if (!claim) return null;
  const side = agrees(check, layout) ? computedSide(check, layout, live) : null;
  if (!side)
    return show(check, layout, { content: { type: 'number', number: claim.toNumber() }, scale: claim.scale });
  const result = side.result.minus(live.valueAt(check.target));
  const formula = `${side.formula}-${addressOf(placeOf(layout, check.target))}`;
  return show(check, layout, { content: roundedFormula(formula, result), scale: result.scale });
}

/** Live total minus the total as printed, which stands in the cell at `printed`. */
export function footingDifference(
  check: Check,
  layout: Layout,
  at: { live: string; printed: string; result: Exact },
): Difference {
  const content = roundedFormula(`${at.live}-${at.printed}`, at.result);
  return show(check, layout, { content, scale: at.result.scale });
}

/** Rounded where doubles could leave a speck that is not zero and would hide the tick. */
function roundedFormula(formula: string, result: Exact): Content {
  const rounded = result.scale === 0 ? formula : `ROUND(${formula},${result.scale})`;
  return { type: 'formula', formula: rounded, result: result.toNumber() };
}

function show(check: Check, layout: Layout, shown: { content: Content; scale: number }): Difference {
  const percent = cellAt(layout, check.target)?.value.type === 'percent';
  const format = differenceFormat(percent ? Math.max(shown.scale - 2, 0) : shown.scale, percent);
  return {
    content: shown.content,
    look: { ...LOOKS.difference, format },
    tolerance: toleranceOf(check, layout),
  };
}

function toleranceOf(check: Check, layout: Layout): number {
  return check.state === 'proved-within-rounding' ? Math.abs(claimOf(check, layout)?.toNumber() ?? 0) : 0;
}

function claimOf(check: Check, layout: Layout): Exact | null {
  const computed = checkFigure(layout, check, check.computedMinor);
  const printed = checkFigure(layout, check, check.printedMinor);
  return computed && printed && computed.minus(printed);
}

/** Whether the cells, as printed, are what the check compared. */
function agrees(check: Check, layout: Layout): boolean {
  const target = cellAt(layout, check.target);
  const addends = check.addends.map((addend) => cellAt(layout, addend));
  if (!target || !Exact.of(target.value) || addends.some((addend) => !addend)) return false;
  const computed = checkFigure(layout, check, check.computedMinor);
  const printed = checkFigure(layout, check, check.printedMinor);
  if (!computed || !printed?.equals(printedAt(layout, check.target))) return false;
  if (check.prover !== 'product') return sumOf(check, layout).equals(computed);
  const figures = addends.every((addend) => addend && Exact.of(addend.value));
  return figures && productOf(check, (factor) => printedAt(layout, factor)).equals(computed);
}

function computedSide(
  check: Check,
  layout: Layout,
  live: LiveTotals,
): { formula: string; result: Exact } | null {
  if (check.prover !== 'product') {
    const formula = addendsFormula(layout, check.addends);
    return formula === null ? null : { formula, result: live.sum(check.addends) };
  }
  const factors = check.addends.map((addend) => addressOf(placeOf(layout, addend))).join('*');
  return {
    formula: `ROUND(${factors},${check.scale})`,
    result: productOf(check, (factor) => live.valueAt(factor)),
  };
}

function sumOf(check: Check, layout: Layout): Exact {
  return check.addends.reduce((sum, addend) => {
    const figure = printedAt(layout, addend);
    return addend.sign === 1 ? sum.plus(figure) : sum.minus(figure);
  }, Exact.zero);
}

/** Rounded to the unit of the target, as the schedule prints it. */
function productOf(check: Check, valueAt: (address: Check['target']) => Exact): Exact {
  const one = new Exact(1n, 0);
  return check.addends.reduce((product, factor) => product.times(valueAt(factor)), one).rounded(check.scale);
}
