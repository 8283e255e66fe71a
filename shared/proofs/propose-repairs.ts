import type { Cell, Check, Repair } from '../schedules/schedule.ts';
import type { Provable } from './figure-table.ts';
import { type BrokenSums, brokenSums } from './broken-sums.ts';
import { findRepairs, type Replacement } from './find-repairs.ts';

const MOST_REPAIRS = 3;

/**
 * Proposes other readings of recognised cells under which broken checks hold. A misread digit usually breaks one row and one
 * column by the same amount; so a proposal must heal every broken check that names its cell, break none, be a plausible
 * misreading, and be the only explanation of its quality. Checks that have no cell in common are explained apart. More than
 * three repairs are no repair: such a page was badly read. A figure from a text layer is never touched: there a broken proof
 * is the document's own error.
 */
export function proposeRepairs(schedule: Provable, checks: readonly Check[]): Repair[] {
  const alone = checks.filter(({ state }) => state === 'broken').length === 1;
  const found = brokenSums(schedule, checks).map((sums) => ({
    sums,
    set: findRepairs(schedule, sums, alone),
  }));
  const repairs = found.flatMap(({ sums, set }) => set.map((one) => repairOf(schedule, { sums, set, one })));
  return repairs.length <= MOST_REPAIRS ? repairs : [];
}

function repairOf(
  schedule: Provable,
  { sums, set, one }: { sums: BrokenSums; set: Replacement[]; one: Replacement },
): Repair {
  const cell = schedule.rows[one.row]?.cells[one.col] as Cell;
  const { reading, misreading, amongAlternatives } = one.read;
  const heals = sums.equations
    .filter(({ terms }) => terms.has(one.key))
    .map(({ check, difference, terms }) => ({
      prover: check.prover,
      target: check.target,
      beforeMinor: difference,
      afterMinor:
        difference + set.reduce((sum, other) => sum + (terms.get(other.key) ?? 0) * other.change, 0),
      scale: check.scale,
    }));
  const { row, col, minor, scale } = one;
  return { row, col, raw: cell.raw, reading, minor, scale, misreading, amongAlternatives, heals };
}
