import type { Check } from '../schedules/schedule.ts';
import type { FigureRow, FigureTable } from './figure-table.ts';
import { type HeadIdentities, headIdentities } from './head-identities.ts';
import { type SignedFigure, weighSum } from './weigh-sum.ts';

/**
 * Proves chains down the rows: a balance is the balance of the row before plus and minus what moved it on this row (debits and
 * credits in either order, one signed column, principal), newest first as well; or a row opens with what the row before closed
 * with. Headings, totals and rows that open anew ("balance brought forward") begin a new chain.
 */
export function runningBalance(table: FigureTable): Check[] {
  const identities = headIdentities(table, 'chain');
  const orders = [table.rows, table.rows.toReversed()];
  const found = candidates(table).flatMap((chain) =>
    orders.flatMap((rows, order) =>
      linksMostly(table, chain, order === 0 ? 1 : -1)
        ? (testChain(table, rows, { chain, identities }) ?? [])
        : [],
    ),
  );
  const claimed: Tested[] = [];
  for (const tested of found.sort((a, b) => b.worth - a.worth)) {
    if (!claimed.some(({ chain }) => clashes(chain, tested.chain))) claimed.push(tested);
  }
  return claimed.flatMap(({ checks }) => checks);
}

interface Chain {
  balance: number;
  /** Column of the balance on the row before; other than `balance` where rows carry an opening and a closing balance. */
  before: number;
  moves: { col: number; sign: 1 | -1 }[];
}

interface Tested {
  chain: Chain;
  checks: Check[];
  worth: number;
}

/** One balance has one explanation, and what moves a balance is none. */
function clashes(a: Chain, b: Chain): boolean {
  const moves = (chain: Chain, col: number) => chain.moves.some((move) => move.col === col);
  return a.balance === b.balance || moves(a, b.balance) || moves(b, a.balance);
}

const MOST_COLUMNS = 10;

function candidates(table: FigureTable): Chain[] {
  const columns = table.columns.slice(0, MOST_COLUMNS);
  return columns.flatMap((balance) => {
    const others = columns.filter((col) => col !== balance);
    const own = { balance, before: balance };
    return [
      ...others.map((before): Chain => ({ balance, before, moves: [] })),
      ...others.flatMap((col) => SIGNS.map((sign): Chain => ({ ...own, moves: [{ col, sign }] }))),
      ...others.flatMap((one, at) =>
        others.slice(at + 1).flatMap((other) =>
          SIGNS.map((sign): Chain => ({
            ...own,
            moves: [
              { col: one, sign },
              { col: other, sign: sign === 1 ? -1 : 1 },
            ],
          })),
        ),
      ),
    ];
  });
}

/** A quick look that gives up after a few links that do not hold. Rows without a figure in question do not count. */
function linksMostly(table: FigureTable, chain: Chain, step: 1 | -1): boolean {
  const [balances, befores] = [table.vectors[chain.balance], table.vectors[chain.before]];
  if (!balances || !befores) return false;
  const count = balances.length;
  let [holding, failing] = [0, 0];
  for (let at = step === 1 ? 1 : count - 2; at >= 0 && at < count; at += step) {
    let expected = befores[at - step] ?? NaN;
    for (const { col, sign } of chain.moves) expected += sign * (table.vectors[col]?.[at] || 0);
    const missed = Math.abs((balances[at] ?? NaN) - expected);
    if (Number.isNaN(missed)) continue;
    const slack = table.rounded ? 2 * (table.rows[at]?.units[chain.balance] ?? 1) : 0;
    if (missed <= slack) holding++;
    else failing++;
    if (failing > MOST_FAILING && failing > holding) return false;
  }
  return holding >= 2 && holding >= failing;
}

const MOST_FAILING = 5;
const SIGNS = [1, -1] as const;
const LEAST_ROWS = 3;
const LEAST_LINK_DIGITS = 0.5;
const SPARE_DIGITS = 3;

function testChain(
  table: FigureTable,
  rows: readonly FigureRow[],
  { chain, identities }: { chain: Chain; identities: HeadIdentities },
): Tested | null {
  const checks: Check[] = [];
  let [holding, failing, evidence] = [0, 0, 0];
  let before: FigureRow | null = null;
  for (const row of rows) {
    const opens = before === null || opensAnew(table, row, chain);
    const link = opens || !before ? null : weighLink(table, { row, before, chain });
    if (isBoundary(table, row)) before = null;
    else if ((row.figures[chain.before] ?? null) !== null) before = row;
    if (!link) continue;
    checks.push(link.check);
    if (link.check.state === 'broken') failing++;
    else if (link.evidence >= LEAST_LINK_DIGITS) {
      holding++;
      evidence += link.evidence;
    }
  }
  const identity = identities(chain.balance, chain.moves);
  const known = identity !== null && chain.moves.length > 0;
  const tried = known ? 1 : 4 * table.columns.length ** 3;
  if (holding < (known ? 2 : LEAST_ROWS) || failing * (known ? 1 : 4) > holding) return null;
  if (evidence < SPARE_DIGITS + Math.log10(tried)) return null;
  const named = known ? checks.map((check) => ({ ...check, identity: identity.id })) : checks;
  return {
    chain,
    checks: named,
    worth: holding - 2 * failing + (known ? 1 : 0) + (rows === table.rows ? 0.5 : 0),
  };
}

/** A balance that stays proves nothing; the digits of its change are the evidence. */
function weighLink(
  table: FigureTable,
  { row, before, chain }: { row: FigureRow; before: FigureRow; chain: Chain },
): { check: Check; evidence: number } | null {
  const moves = chain.moves.map((move): SignedFigure => ({ row, ...move }));
  const addends: SignedFigure[] = [{ row: before, col: chain.before, sign: 1 }, ...moves];
  const weighed = weighSum(table, { prover: 'running-balance', row, col: chain.balance, addends });
  if (!weighed) return null;
  const { check } = weighed;
  const change = Math.abs((row.figures[chain.balance] ?? 0) - (before.figures[chain.balance] ?? 0));
  const window = 2 * Math.abs(check.printedMinor - check.computedMinor) + (table.grains[chain.balance] ?? 1);
  return { check, evidence: Math.log10((2 * change + window) / window) };
}

/** A heading, or a row of totals: what follows does not go on from it. */
function isBoundary(table: FigureTable, row: FigureRow): boolean {
  return row.promise === 'total' || table.columns.every((col) => (row.figures[col] ?? null) === null);
}

function opensAnew(table: FigureTable, row: FigureRow, chain: Chain): boolean {
  const still = chain.moves.length > 0 && chain.moves.every(({ col }) => (row.figures[col] ?? null) === null);
  return isBoundary(table, row) || (still && /opening|brought forward|\bb\/f\b|beginning/.test(row.label));
}
