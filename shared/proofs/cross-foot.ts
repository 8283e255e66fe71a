import type { Check } from '../schedules/schedule.ts';
import type { FigureTable } from './figure-table.ts';
import { weighSum } from './weigh-sum.ts';

/**
 * Finds columns that are a signed sum of other columns on each row (buckets = total, opening + additions - disposals = closing,
 * cost - accumulated = net) and checks every row of them. An identity is claimed only where most rows keep it; the rows that
 * do not are broken. Columns that merely happen not to add up yield no check.
 */
export function crossFoot(table: FigureTable): Check[] {
  const claimed: Tested[] = [];
  const found = identities(table.columns).flatMap((identity) => testIdentity(table, identity) ?? []);
  for (const tested of found.sort((a, b) => b.worth - a.worth)) {
    if (!claimed.some((other) => clashes(other.identity, tested.identity))) claimed.push(tested);
  }
  return claimed.flatMap((tested) => tested.checks);
}

interface Identity {
  target: number;
  addends: { col: number; sign: 1 | -1 }[];
}

interface Tested {
  identity: Identity;
  checks: Check[];
  worth: number;
}

/** The same columns rearranged say nothing new, and one column has one explanation. */
function clashes(a: Identity, b: Identity): boolean {
  const columnsOf = (identity: Identity) =>
    new Set([identity.target, ...identity.addends.map((addend) => addend.col)]);
  return a.target === b.target || [...columnsOf(b)].every((col) => columnsOf(a).has(col));
}

/** Runs of neighbours before or behind the target with plain or mixed signs, and every pair of columns. */
function identities(columns: number[]): Identity[] {
  return columns.flatMap((target, at) => {
    const runs = [
      ...runsEndingAt(columns.slice(0, at)),
      ...runsEndingAt(columns.slice(at + 1).reverse()).map((run) => run.reverse()),
    ];
    const pairs =
      columns.length <= MOST_PAIRED_COLUMNS ? pairsOf(columns.filter((col) => col !== target)) : [];
    return [...runs, ...pairs].flatMap((cols) =>
      signings(cols).map((signs) => ({
        target,
        addends: cols.map((col, index) => ({ col, sign: signs[index] ?? 1 })),
      })),
    );
  });
}

const MOST_PAIRED_COLUMNS = 12;
const MOST_MIXED_ADDENDS = 5;

function runsEndingAt(before: number[]): number[][] {
  return before.slice(0, -1).map((_, start) => before.slice(start));
}

function pairsOf(columns: number[]): number[][] {
  return columns.flatMap((a, at) => columns.slice(at + 1).map((b) => [a, b]));
}

function signings(cols: number[]): (1 | -1)[][] {
  const plain = cols.map((): 1 => 1);
  if (cols.length > MOST_MIXED_ADDENDS) return [plain];
  return Array.from({ length: 2 ** cols.length - 1 }, (_, bits) =>
    cols.map((_col, index): 1 | -1 => ((bits >> index) & 1 ? -1 : 1)),
  );
}

function testIdentity(table: FigureTable, identity: Identity): Tested | null {
  const checks: Check[] = [];
  const tally = { holding: 0, failing: 0, exact: 0, digits: 0 };
  for (const row of table.rows) {
    const addends = identity.addends.map((addend) => ({ row, ...addend }));
    const weighed = weighSum(table, { prover: 'cross-foot', row, col: identity.target, addends });
    if (!weighed || (weighed.check.printedMinor === 0 && !weighed.meaningful)) continue;
    const holds = weighed.check.state !== 'broken';
    if (weighed.meaningful) tally[holds ? 'holding' : 'failing']++;
    if (weighed.meaningful && holds) tally.digits += String(Math.abs(weighed.check.printedMinor)).length;
    if (weighed.meaningful && weighed.check.state === 'proved') tally.exact++;
    if (tally.failing > Math.max(6, tally.holding)) return null;
    if (holds || weighed.meaningful) checks.push(weighed.check);
  }
  const plain = identity.addends.every((addend) => addend.sign === 1);
  if (!isBelievable(tally, plain)) return null;
  const rightwards = identity.addends.every((addend) => addend.col < identity.target) ? 0.4 : 0;
  const worth =
    tally.holding - 2 * tally.failing + (plain ? 0.5 : 0) + rightwards + identity.addends.length / 100;
  return { identity, checks, worth };
}

/** Two rows of long figures are enough for a plain sum; mixed signs try many equations and so need a third. */
function isBelievable(
  tally: { holding: number; failing: number; exact: number; digits: number },
  plain: boolean,
): boolean {
  const needed = plain ? 2 : 3;
  return (
    tally.holding >= needed &&
    tally.exact >= tally.holding / 4 &&
    tally.digits >= needed * 3 &&
    tally.failing * 4 <= tally.holding
  );
}
