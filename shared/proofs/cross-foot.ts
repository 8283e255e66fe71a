import type { Check } from '../schedules/schedule.ts';
import { type ColumnSum, columnSums } from './column-sums.ts';
import type { FigureTable } from './figure-table.ts';
import { isMisprint } from './is-misprint.ts';
import { SumWeight } from './sum-weight.ts';
import { type SignedFigure, weighSum } from './weigh-sum.ts';

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
  return claimed.flatMap((tested) => checksOf(table, tested));
}

interface Tested {
  sum: ColumnSum;
  blankIsZero: boolean;
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
  /** Rows with one figure beside the total, those of them that hold, and the others that hold. */
  lone: number;
  loneHolding: number;
  othersHolding: number;
}

function testSum(table: FigureTable, sum: ColumnSum, tried: number): Tested | null {
  const tally = tallyOf(table, sum);
  if (!tally || !isBelievable(tally, sum, tried)) return null;
  // A row with one figure beside the total holds where blanks mean zero. That is so where most such rows hold; else these
  // rows are left out, because they are of another kind ("current portion").
  const blankIsZero = tally.lone >= 2 && tally.loneHolding >= tally.lone / 2;
  const plain = sum.addends.every((addend) => addend.sign === 1);
  const rightwards = sum.addends.every((addend) => addend.col < sum.target) ? 0.4 : 0;
  const worth =
    tally.othersHolding +
    (blankIsZero ? tally.loneHolding : 0) -
    2 * tally.failing +
    (plain ? 0.5 : 0) +
    (sum.identity ? (sum.identity.own ? 1.2 : 0.4) : 0) +
    rightwards +
    sum.addends.length / 100;
  return { sum, blankIsZero, worth };
}

/**
 * Goes over the rows in numbers only: most sums that hold somewhere are not believed in the end. Null as soon as so many rows
 * fail that nothing below can be believed any more.
 */
function tallyOf(table: FigureTable, sum: ColumnSum): Tally | null {
  const tally: Tally = {
    holding: 0,
    failing: 0,
    misprints: 0,
    exact: 0,
    evidence: 0,
    lone: 0,
    loneHolding: 0,
    othersHolding: 0,
  };
  const mostFailing = table.rows.length * (sum.identity ? 2 / 3 : 1 / 5);
  const weight = new SumWeight();
  const addends = addendsOf(table, sum);
  for (const row of table.rows) {
    for (const addend of addends) addend.row = row;
    if (weight.weigh(table, { row, col: sum.target, addends })) count(tally, weight);
    if (tally.failing > mostFailing) return null;
  }
  return tally;
}

/** The addends of a sum, to be set upon one row after the other. */
function addendsOf({ rows: [first] }: FigureTable, { addends }: ColumnSum): SignedFigure[] {
  return first ? addends.map(({ col, sign }) => ({ row: first, col, sign })) : [];
}

function count(tally: Tally, weight: SumWeight): void {
  const { printedMinor, computedMinor, nonzero, present, evidence } = weight;
  const holds = weight.state !== 'broken';
  if (present === 1) {
    tally.lone++;
    if (holds) tally.loneHolding++;
  } else if (holds) tally.othersHolding++;
  if (nonzero >= 2) tally[holds ? 'holding' : 'failing']++;
  else if (!holds && present >= 2) tally.failing++;
  if (!holds && isMisprint(printedMinor, computedMinor)) tally.misprints++;
  if (nonzero >= 2 && holds) tally.evidence += evidence;
  if (nonzero >= 2 && weight.state === 'proved') tally.exact++;
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

function checksOf(table: FigureTable, { sum, blankIsZero }: Tested): Check[] {
  const identity = sum.identity === null ? {} : { identity: sum.identity.id };
  const addends = addendsOf(table, sum);
  return table.rows.flatMap((row): Check[] => {
    for (const addend of addends) addend.row = row;
    const weighed = weighSum(table, { prover: 'cross-foot', row, col: sum.target, addends });
    return weighed && (weighed.present >= 2 || blankIsZero) ? [{ ...weighed.check, ...identity }] : [];
  });
}
