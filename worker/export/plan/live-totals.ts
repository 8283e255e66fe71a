import type { CellAddress, Check } from '#shared/schedules/schedule.ts';
import { Exact } from '../exact.ts';
import { type Layout, cellAt, cellAtPlace, placeOf } from './layout.ts';
import type { Place } from './sheet-model.ts';
import { type Term, sumFormula } from './sum-formula.ts';

export interface LiveTotal {
  check: Check;
  formula: string;
  result: Exact;
}

/** The cells of a schedule that become formulas, and what the sheet shows everywhere once they are worked out. */
export interface LiveTotals {
  at(address: CellAddress): LiveTotal | undefined;
  /** What the cell holds on the sheet: the live result, else the figure as printed, else zero. */
  valueAt(address: CellAddress): Exact;
  /** Signed sum of what the sheet shows. */
  sum(addends: Check['addends']): Exact;
}

/**
 * A printed total becomes a formula where a footing check names its addends, and these add up to what the check computed.
 * Results are worked out in the order of their dependencies, so that a subtotal that is out carries on into the total as it
 * will when a spreadsheet recalculates; totals that depend on each other in a circle stay as printed.
 */
export function liveTotals(layout: Layout): LiveTotals {
  const candidates = candidatesOf(layout);
  const results = new Map<string, LiveTotal>();
  const totals: LiveTotals = {
    at: (address) => results.get(keyOf(address)),
    valueAt: (address) => results.get(keyOf(address))?.result ?? printedAt(layout, address),
    sum: (addends) =>
      addends.reduce((sum, addend) => add(sum, totals.valueAt(addend), addend.sign), Exact.zero),
  };
  for (const check of inOrder(candidates)) {
    const formula = addendsFormula(layout, check.addends);
    if (formula) results.set(keyOf(check.target), { check, formula, result: totals.sum(check.addends) });
  }
  return totals;
}

/** Figure of a cell as printed; zero where there is none. */
export function printedAt(layout: Layout, address: CellAddress): Exact {
  const value = cellAt(layout, address)?.value;
  return (value && Exact.of(value)) ?? Exact.zero;
}

/** A figure of a check, which counts percentages as percentages, as the sheet holds it. */
export function checkFigure(layout: Layout, check: Check, minor: number): Exact | null {
  const percent = cellAt(layout, check.target)?.value.type === 'percent';
  return Exact.from(minor, check.scale + (percent ? 2 : 0));
}

/** Formula of the signed sum; addends without a figure are left out, because text + 1 is an error in a spreadsheet. */
export function addendsFormula(layout: Layout, addends: Check['addends']): string | null {
  const terms: Term[] = addends
    .filter((addend) => holdsNoText(layout, addend))
    .map((addend) => ({ place: placeOf(layout, addend), sign: addend.sign }));
  return sumFormula(terms, (place) => isFigure(layout, place));
}

function candidatesOf(layout: Layout): Map<string, Check> {
  const candidates = new Map<string, Check>();
  for (const check of layout.schedule.proof.checks) {
    const key = keyOf(check.target);
    if (check.prover === 'footing' && !candidates.has(key) && canBeLive(layout, check))
      candidates.set(key, check);
  }
  return candidates;
}

function canBeLive(layout: Layout, check: Check): boolean {
  const target = cellAt(layout, check.target);
  if (!target || !Exact.of(target.value)) return false;
  if (!check.addends.every((addend) => cellAt(layout, addend))) return false;
  const sum = check.addends.reduce(
    (sum, addend) => add(sum, printedAt(layout, addend), addend.sign),
    Exact.zero,
  );
  return checkFigure(layout, check, check.computedMinor)?.equals(sum) ?? false;
}

/** Kahn's order of a dependency graph: those whose addends are settled come first, and those in a circle never. */
function inOrder(candidates: Map<string, Check>): Check[] {
  const waiting = new Map<string, number>();
  const dependants = new Map<string, Check[]>();
  for (const [key, check] of candidates) {
    const needs = check.addends.map(keyOf).filter((need) => candidates.has(need));
    waiting.set(key, needs.length);
    for (const need of needs) {
      const known = dependants.get(need);
      if (known) known.push(check);
      else dependants.set(need, [check]);
    }
  }
  const ready = [...candidates.values()].filter((check) => waiting.get(keyOf(check.target)) === 0);
  for (const check of ready) {
    for (const dependant of dependants.get(keyOf(check.target)) ?? []) {
      const key = keyOf(dependant.target);
      const left = (waiting.get(key) ?? 0) - 1;
      waiting.set(key, left);
      if (left === 0) ready.push(dependant);
    }
  }
  return ready;
}

function add(sum: Exact, figure: Exact, sign: 1 | -1): Exact {
  return sign === 1 ? sum.plus(figure) : sum.minus(figure);
}

function isFigure(layout: Layout, place: Place): boolean {
  const type = cellAtPlace(layout, place)?.value.type;
  return type === 'amount' || type === 'percent' || type === 'date';
}

function holdsNoText(layout: Layout, address: CellAddress): boolean {
  return cellAt(layout, address)?.value.type !== 'text';
}

function keyOf(address: CellAddress): string {
  return `${address.row},${address.col}`;
}
