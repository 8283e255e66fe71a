import type { BrokenSums, Equation } from './broken-sums.ts';
import type { Provable } from './figure-table.ts';
import { misreadingOf, type ReadOtherwise, UNLIKELY } from './misreading-of.ts';

/** Another reading of one cell. */
export interface Replacement {
  key: number;
  row: number;
  col: number;
  /** The figure, minor / 10^scale, and by how much it changes in units of the checks. */
  minor: number;
  scale: number;
  change: number;
  read: ReadOtherwise;
}

const MOST_REPAIRS = 3;
const MOST_STEPS = 4000;

/**
 * The smallest set of at most three readings under which all equations of a group hold; empty where there is none, or where
 * there is another of the same size. Where one equation alone speaks for a repair, it must be all that is broken
 * (`alone`), and the rules are stricter.
 */
export function findRepairs(
  schedule: Provable,
  { equations, suspects }: BrokenSums,
  alone: boolean,
): Replacement[] {
  const search: Search = { schedule, equations, suspects, found: new Map(), seen: new Set(), steps: 0 };
  const most = Math.max(1, ...suspects.map((suspect) => suspect.equations.length));
  for (
    let size = Math.ceil(equations.length / most);
    size <= MOST_REPAIRS && search.found.size === 0;
    size++
  ) {
    search.seen.clear();
    explore(search, [], size);
    if (search.steps > MOST_STEPS) return [];
  }
  const [best, second] = [...search.found.values()].sort((a, b) => rankOf(a) - rankOf(b));
  if (!best || best.some(({ read }) => read.rank >= UNLIKELY) || cancels(best, equations)) return [];
  const lone = best.some(({ key }) => equations.filter(({ terms }) => terms.has(key)).length < 2);
  const sums = equations.every(({ check }) => check.prover !== 'product');
  if (lone) return alone && sums && isSureAlone(best, second) ? best : [];
  return second === undefined ? best : [];
}

/**
 * Whether two readings undo each other in one equation. Such a pair would explain as much in any other row, one of which holds
 * only because two of its figures are wrong by the same amount.
 */
function cancels(set: Replacement[], equations: Equation[]): boolean {
  return equations.some(({ terms }) =>
    set.some((one, index) =>
      set
        .slice(index + 1)
        .some(
          (other) =>
            terms.has(one.key) &&
            terms.has(other.key) &&
            (terms.get(one.key) ?? 0) * one.change + (terms.get(other.key) ?? 0) * other.change === 0,
        ),
    ),
  );
}

/** One equation alone is believed of a similar digit without plausible rivals, or of what the recogniser alone offered. */
function isSureAlone(best: Replacement[], second: Replacement[] | undefined): boolean {
  const rivals = second !== undefined && second.every(({ read }) => read.rank < UNLIKELY);
  const worst = Math.max(...best.map(({ read }) => read.rank));
  return worst <= (rivals ? 0 : 1) && (second === undefined || rankOf(second) > rankOf(best));
}

interface Search extends BrokenSums {
  schedule: Provable;
  /** Sets that make all equations hold, by their cells and figures. */
  found: Map<string, Replacement[]>;
  seen: Set<string>;
  steps: number;
}

function rankOf(set: Replacement[]): number {
  return set.reduce((sum, { read }) => sum + read.rank, 0);
}

/**
 * Each step makes one equation hold by one cell. Among three misread cells there is always an equation that only one of them
 * enters (a forest has leaves), so that steps of one cell reach every explanation.
 */
function explore(search: Search, set: Replacement[], size: number): void {
  const differences = search.equations.map((equation) => differenceWith(equation, set));
  const open = search.equations.filter(
    (equation, index) => Math.abs(differences[index] ?? 0) > equation.tolerance,
  );
  if (open.length === 0) {
    if (set.length === size) search.found.set(keyOf(set), set);
    return;
  }
  if (set.length === size) return;
  for (const equation of open)
    for (const suspect of search.suspects) {
      if (!equation.terms.has(suspect.key) || set.some(({ key }) => key === suspect.key)) continue;
      if (++search.steps > MOST_STEPS) return;
      for (const one of solve(search, suspect, { equation, set })) {
        const next = [...set, one];
        const key = keyOf(next);
        if (search.seen.has(key)) continue;
        search.seen.add(key);
        explore(search, next, size);
      }
    }
}

function differenceWith({ difference, terms }: Equation, set: Replacement[]): number {
  return set.reduce((sum, { key, change }) => sum + (terms.get(key) ?? 0) * change, difference);
}

function keyOf(set: Replacement[]): string {
  return set
    .map(({ key, minor }) => `${key}=${minor}`)
    .sort()
    .join(' ');
}

/** Readings of the cell under which the equation holds: one where sums are exact, a few where they are rounded. */
function solve(
  { schedule }: Search,
  { key, row, col }: BrokenSums['suspects'][number],
  { equation, set }: { equation: Equation; set: Replacement[] },
): Replacement[] {
  const cell = schedule.rows[row]?.cells[col];
  if (!cell || (cell.value.type !== 'amount' && cell.value.type !== 'percent')) return [];
  const { scale } = equation.check;
  const unit = 10 ** (scale - cell.value.scale);
  const change = -differenceWith(equation, set) / (equation.terms.get(key) ?? 1);
  const found: Replacement[] = [];
  for (let slack = 0; slack <= Math.min(equation.tolerance, 20 * unit); slack += unit)
    for (const off of slack === 0 ? [0] : [slack, -slack]) {
      const minor = cell.value.minor * unit + change + off;
      if (change + off === 0 || !Number.isSafeInteger(minor)) continue;
      const read = misreadingOf(cell, { minor, scale });
      if (read) found.push({ key, row, col, minor, scale, change: change + off, read });
    }
  return found;
}
