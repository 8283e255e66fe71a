import type { Check } from '../schedules/schedule.ts';
import type { Provable } from './figure-table.ts';

/** A broken check as an equation: the printed minus the computed figure, and with which sign each cell enters it. */
export interface Equation {
  check: Check;
  difference: number;
  /** By key of the cell. */
  terms: Map<number, number>;
  /** What rounding allows. */
  tolerance: number;
}

/** Broken equations that have suspects in common, and the cells that could be wrong: recognised, not kept by a person, and in no check that holds. */
export interface BrokenSums {
  equations: Equation[];
  suspects: { key: number; row: number; col: number; equations: Equation[] }[];
}

/**
 * Groups the broken sums of a schedule so that groups have no suspect in common. Of a product only its result is a term: what a
 * factor should be is no sum. Percentages are rounded too much to mend anything.
 */
export function brokenSums(schedule: Provable, checks: readonly Check[]): BrokenSums[] {
  const width = schedule.columns.length;
  const broken = checks.filter(({ state, prover }) => state === 'broken' && prover !== 'ratio');
  if (broken.length === 0 || broken.length > MOST_BROKEN) return [];
  const sound = new Uint8Array(schedule.rows.length * width);
  for (const { state, target, addends } of checks) {
    if (state === 'broken') continue;
    sound[target.row * width + target.col] = 1;
    for (const { row, col } of addends) sound[row * width + col] = 1;
  }
  const tolerance = toleranceOf(checks);
  const equations = broken.map((check) => equationOf(check, width, tolerance));
  const suspects = new Map<number, BrokenSums['suspects'][number]>();
  for (const equation of equations)
    for (const key of equation.terms.keys()) {
      const [row, col] = [Math.floor(key / width), key % width];
      if (sound[key] === 1 || !mayBeMisread(schedule, row, col)) continue;
      const suspect = suspects.get(key) ?? { key, row, col, equations: [] };
      suspect.equations.push(equation);
      suspects.set(key, suspect);
    }
  return groups(equations, [...suspects.values()]);
}

const MOST_BROKEN = 24;

function isSum(check: Check): boolean {
  return check.prover !== 'product' && check.prover !== 'ratio';
}

function mayBeMisread(schedule: Provable, row: number, col: number): boolean {
  const cell = schedule.rows[row]?.cells[col];
  return cell !== undefined && cell.confidence < 1 && cell.kept !== true;
}

/** Sums that hold say how far rounding goes in this schedule: per addend, the farthest miss that was accepted. */
function toleranceOf(checks: readonly Check[]): number {
  return checks.reduce((most, check) => {
    const missed = Math.abs(check.printedMinor - check.computedMinor);
    return check.state === 'proved-within-rounding' && isSum(check) ? Math.max(most, missed) : most;
  }, 0);
}

function equationOf(check: Check, width: number, tolerance: number): Equation {
  const terms = new Map<number, number>([[check.target.row * width + check.target.col, 1]]);
  for (const { row, col, sign } of isSum(check) ? check.addends : []) {
    const key = row * width + col;
    terms.set(key, (terms.get(key) ?? 0) - sign);
  }
  return { check, difference: check.printedMinor - check.computedMinor, terms, tolerance };
}

function groups(equations: Equation[], suspects: BrokenSums['suspects']): BrokenSums[] {
  const found: BrokenSums[] = [];
  for (const equation of equations) {
    const own = suspects.filter((suspect) => suspect.equations.includes(equation));
    const touched = found.filter((group) => own.some((suspect) => group.suspects.includes(suspect)));
    const merged: BrokenSums = {
      equations: [...touched.flatMap((group) => group.equations), equation],
      suspects: [...new Set([...touched.flatMap((group) => group.suspects), ...own])],
    };
    found.splice(0, found.length, ...found.filter((group) => !touched.includes(group)), merged);
  }
  return found;
}
