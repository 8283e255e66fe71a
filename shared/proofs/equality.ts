import type { KindIdentity } from '../kinds/kind.ts';
import type { Check } from '../schedules/schedule.ts';
import type { FigureRow, FigureTable } from './figure-table.ts';
import { findSigns, type Signs } from './find-signs.ts';
import { isMisprint } from './is-misprint.ts';
import { kindIdentities } from './kind-identities.ts';
import { type WeighedSum, weighSum } from './weigh-sum.ts';

/**
 * Proves what the kinds say of rows and columns known by their words: debits = credits in the row of totals, assets =
 * liabilities + equity, opening + change = closing. Only words decide which figures belong together, so that a difference is
 * a finding and no accident.
 */
export function equality(table: FigureTable): Check[] {
  const totals = kindIdentities(table.kind, 'totals').flatMap(({ identity }) => equalTotals(table, identity));
  const down = kindIdentities(table.kind, 'down').flatMap(({ identity }) => labelled(table, identity));
  return [...totals, ...down];
}

/** A difference of more than this share of the figure is no difference of one thing: the words were misunderstood. */
const FARTHEST_MISS_SHARE = 0.5;
const LEAST_DIGITS = 3;

/**
 * Columns are paired in order: debit with credit, and again debit with credit where there are two pairs. Only a trial balance is
 * broken where they differ: a ledger of one account need not balance.
 */
function equalTotals(table: FigureTable, identity: KindIdentity): Check[] {
  const heads = (pattern: RegExp) => table.columns.filter((col) => pattern.test(table.heads[col] ?? ''));
  const [targets, addends] = [heads(identity.target), heads(identity.addends)];
  if (targets.length !== addends.length || targets.some((col) => addends.includes(col))) return [];
  if (/running|\bbalance\b/.test(table.heads.join(' '))) return [];
  const rows = table.rows.filter((row) => row.promise === 'total');
  const row = rows.at(-1);
  if (!row) return [];
  return targets.flatMap((col, index) => {
    const addend = { row, col: addends[index] ?? col, sign: 1 as const };
    const weighed = weighSum(table, { prover: 'equality', row, col, addends: [addend] });
    if (!weighed || digitsOf(weighed.check.printedMinor) < LEAST_DIGITS) return [];
    const told =
      weighed.check.state !== 'broken' || (table.kind === 'trial-balance' && isNear(weighed.check));
    return told ? [{ ...weighed.check, identity: identity.id }] : [];
  });
}

const MOST_ADDENDS = 8;

/** Each row with the label of the result, and above it (or anywhere, if the identity says so) the rows it is made of. */
function labelled(table: FigureTable, identity: KindIdentity): Check[] {
  const needs = identity.needs ?? [];
  return table.rows.flatMap((target, at) => {
    if (!identity.target.test(target.label)) return [];
    const rows = identity.anywhere ? table.rows : above(table, at, identity);
    const addends = rows.filter(
      (row) => row !== target && identity.addends.test(row.label) && !identity.target.test(row.label),
    );
    if (addends.length === 0 || addends.length > MOST_ADDENDS) return [];
    if (!needs.every((need) => addends.some((row) => need.test(row.label)))) return [];
    return claim(table, { target, addends, identity: identity.id });
  });
}

/** The rows since the result before, so that two statements in one table are kept apart. */
function above(table: FigureTable, at: number, identity: KindIdentity): FigureRow[] {
  const before = table.rows.slice(0, at).findLastIndex((row) => identity.target.test(row.label));
  return table.rows.slice(before + 1, at);
}

function claim(
  table: FigureTable,
  { target, addends, identity }: { target: FigureRow; addends: FigureRow[]; identity: string },
): Check[] {
  const samples = table.columns.map((col) => ({
    target: target.figures[col] ?? 0,
    addends: addends.map((row) => row.figures[col] ?? 0),
    slack: table.rounded ? ((target.units[col] ?? 1) * (addends.length + 1)) / 2 : 0,
  }));
  const claims = findSigns(samples, addends.length).map((signs) => ({
    signs,
    weighed: weigh(table, { target, addends, signs }),
  }));
  const best = claims
    .map(({ signs, weighed }) => ({ signs, weighed, tally: tallyOf(weighed, addends.length) }))
    .sort((a, b) => b.tally.holding - a.tally.holding)[0];
  if (!best || best.tally.holding < best.tally.failing || best.tally.holding === 0)
    return misprints(weigh(table, { target, addends, signs: addends.map((): 1 => 1) }), identity);
  const needed = LEAST_DIGITS + Math.log10(2 ** (addends.length - 1));
  if (best.tally.evidence < needed) return [];
  return best.weighed.filter(({ check }) => isTold(check)).map(({ check }) => ({ ...check, identity }));
}

/**
 * A column that fails beside one that holds may have something in between that the words do not name (discontinued operations,
 * minority interests); only a misread digit is told.
 */
function isTold(check: Check): boolean {
  return check.state !== 'broken' || isMisprint(check.printedMinor, check.computedMinor);
}

/** Where no column holds, one misread digit in each of them is still a finding. */
function misprints(weighed: WeighedSum[], identity: string): Check[] {
  const all = weighed.every(({ check }) => isMisprint(check.printedMinor, check.computedMinor));
  return all ? weighed.map(({ check }) => ({ ...check, identity })) : [];
}

function weigh(
  table: FigureTable,
  { target, addends, signs }: { target: FigureRow; addends: FigureRow[]; signs: Signs },
): WeighedSum[] {
  return table.columns.flatMap((col) => {
    const signed = addends.map((row, index) => ({ row, col, sign: signs[index] ?? 1 }));
    return weighSum(table, { prover: 'equality', row: target, col, addends: signed }) ?? [];
  });
}

/** Of two equal figures all digits are evidence, because words alone have paired them. */
function tallyOf(
  weighed: WeighedSum[],
  addends: number,
): { holding: number; failing: number; evidence: number } {
  const tally = { holding: 0, failing: 0, evidence: 0 };
  for (const { check, evidence, nonzero } of weighed) {
    if (check.state === 'broken') tally.failing++;
    else if (nonzero > 0) {
      tally.holding++;
      tally.evidence += addends === 1 ? digitsOf(check.printedMinor) : evidence;
    }
  }
  return tally;
}

function isNear(check: Check): boolean {
  const size = Math.max(Math.abs(check.printedMinor), Math.abs(check.computedMinor));
  return Math.abs(check.printedMinor - check.computedMinor) <= FARTHEST_MISS_SHARE * size;
}

function digitsOf(minor: number): number {
  return String(Math.abs(minor)).replace(/0+$/, '').length;
}
