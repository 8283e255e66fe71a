import type { Check } from '../schedules/schedule.ts';
import { type ColumnSum, columnSums } from './column-sums.ts';
import type { FigureTable } from './figure-table.ts';
import { isMisprint } from './is-misprint.ts';
import { type WeighedSum, weighSum } from './weigh-sum.ts';

/**
 * Finds columns that are a signed sum of other columns on each row (buckets = total, opening + additions - disposals = closing,
 * cost - accumulated = net) and checks every row of them. A sum is claimed where so many digits agree that no accident among
 * all the sums tried explains it; the rows that do not keep it are broken. Columns that merely happen not to add up yield no
 * check.
 */
export function crossFoot(table: FigureTable): Check[] {
  const { sums, tried } = columnSums(table);
  const claimed: Tested[] = [];
  const found = sums.flatMap((sum) => testSum(table, sum, tried) ?? []);
  for (const tested of found.sort((a, b) => b.worth - a.worth)) {
    if (!claimed.some((other) => clashes(other.sum, tested.sum))) claimed.push(tested);
  }
  return claimed.flatMap((tested) => tested.checks);
}

interface Tested {
  sum: ColumnSum;
  checks: Check[];
  worth: number;
}

/** The same columns rearranged say nothing new, and one column has one explanation. */
function clashes(a: ColumnSum, b: ColumnSum): boolean {
  const known = new Set([a.target, ...a.addends.map(({ col }) => col)]);
  return (
    a.target === b.target || [b.target, ...b.addends.map(({ col }) => col)].every((col) => known.has(col))
  );
}

interface Tally {
  holding: number;
  failing: number;
  /** Of the failing rows, those that one misread digit explains. */
  misprints: number;
  exact: number;
  evidence: number;
}

function testSum(table: FigureTable, sum: ColumnSum, tried: number): Tested | null {
  const weighed: WeighedSum[] = [];
  const tally: Tally = { holding: 0, failing: 0, misprints: 0, exact: 0, evidence: 0 };
  for (const row of table.rows) {
    const addends = sum.addends.map((addend) => ({ row, ...addend }));
    const one = weighSum(table, { prover: 'cross-foot', row, col: sum.target, addends });
    if (!one) continue;
    count(tally, one);
    weighed.push(one);
  }
  if (!isBelievable(tally, sum, tried)) return null;
  const plain = sum.addends.every((addend) => addend.sign === 1);
  const rightwards = sum.addends.every((addend) => addend.col < sum.target) ? 0.4 : 0;
  const checks = checksOf(weighed);
  const worth =
    checks.filter((check) => check.state !== 'broken').length -
    2 * tally.failing +
    (plain ? 0.5 : 0) +
    (sum.identity ? (sum.identity.own ? 1.2 : 0.4) : 0) +
    rightwards +
    sum.addends.length / 100;
  const identity = sum.identity === null ? {} : { identity: sum.identity.id };
  return { sum, worth, checks: checks.map((check) => ({ ...check, ...identity })) };
}

function count(tally: Tally, { check, nonzero, present, evidence }: WeighedSum): void {
  const holds = check.state !== 'broken';
  if (nonzero >= 2) tally[holds ? 'holding' : 'failing']++;
  else if (!holds && present >= 2) tally.failing++;
  if (!holds && isMisprint(check.printedMinor, check.computedMinor)) tally.misprints++;
  if (nonzero >= 2 && holds) tally.evidence += evidence;
  if (nonzero >= 2 && check.state === 'proved') tally.exact++;
}

const SPARE_DIGITS = 3;

/**
 * Agreeing digits must outnumber the sums tried by three: one false claim in a thousand tables of random figures. Where
 * headings spell the sum out, far less will do. One row alone is believed only of headings that say so.
 */
function isBelievable(tally: Tally, sum: ColumnSum, tried: number): boolean {
  const { holding, failing, misprints, exact, evidence } = tally;
  if (exact * 4 < holding) return false;
  const plain = sum.addends.every((addend) => addend.sign === 1);
  const most = misprints === failing && holding >= 2 ? 2 * holding : holding;
  if (sum.identity)
    return failing <= most && (holding >= 2 ? evidence >= SPARE_DIGITS : holding === 1 && evidence >= 4);
  if (holding < (plain ? 2 : 3) || failing * 4 > holding) return false;
  return evidence >= SPARE_DIGITS + Math.log10(Math.max(1, tried));
}

/**
 * A row with one figure beside the total holds where blanks mean zero. That is so where most such rows hold; else these rows
 * are left out, because they are of another kind ("current portion").
 */
function checksOf(weighed: WeighedSum[]): Check[] {
  const lone = weighed.filter(({ present }) => present === 1);
  const holding = lone.filter(({ check }) => check.state !== 'broken').length;
  const blankIsZero = lone.length >= 2 && holding >= lone.length / 2;
  return weighed.filter(({ present }) => present >= 2 || blankIsZero).map(({ check }) => check);
}
