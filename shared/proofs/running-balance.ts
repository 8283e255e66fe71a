import type { Check } from '../schedules/schedule.ts';
import type { FigureRow, FigureTable } from './figure-table.ts';
import { type HeadIdentities, headIdentities } from './head-identities.ts';
import { totalPromise } from './total-label.ts';
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
    orders.flatMap((rows) => testChain(table, rows, { chain, identities }) ?? []),
  );
  const claimed: Tested[] = [];
  for (const tested of found.sort((a, b) => b.worth - a.worth)) {
    if (!claimed.some(({ chain }) => chain.balance === tested.chain.balance)) claimed.push(tested);
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

const SIGNS = [1, -1] as const;
const LEAST_ROWS = 3;
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
    else if (link.evidence > 0) {
      holding++;
      evidence += link.evidence;
    }
    if (failing > 4 && failing > holding) return null;
  }
  const identity = identities(chain.balance, chain.moves);
  const known = identity !== null && chain.moves.length > 0;
  const tried = known ? 1 : 4 * table.columns.length ** 3;
  if (holding < (known ? 2 : LEAST_ROWS) || failing * (known ? 2 : 4) > holding) return null;
  if (evidence < SPARE_DIGITS + Math.log10(tried)) return null;
  const named = known ? checks.map((check) => ({ ...check, identity })) : checks;
  return { chain, checks: named, worth: holding - 2 * failing + (known ? 1 : 0) + (rows === table.rows ? 0.5 : 0) };
}

/** A figure that equals the one before proves nothing where nothing moved; the digits of what moved are the evidence. */
function weighLink(
  table: FigureTable,
  { row, before, chain }: { row: FigureRow; before: FigureRow; chain: Chain },
): { check: Check; evidence: number } | null {
  const moves = chain.moves.map((move): SignedFigure => ({ row, ...move }));
  const addends: SignedFigure[] = [{ row: before, col: chain.before, sign: 1 }, ...moves];
  const weighed = weighSum(table, { prover: 'running-balance', row, col: chain.balance, addends });
  if (!weighed) return null;
  if (moves.length > 0) return weighed;
  const same = row.figures[chain.before] === before.figures[chain.before];
  const printed = Math.abs(weighed.check.printedMinor) / (table.grains[chain.balance] ?? 1);
  return { check: weighed.check, evidence: same ? 0 : Math.log10(2 * printed + 1) };
}

/** A heading, or a row of totals: what follows does not go on from it. */
function isBoundary(table: FigureTable, row: FigureRow): boolean {
  return (
    row.role === 'total' ||
    row.role === 'subtotal' ||
    totalPromise(row.label) === 'total' ||
    table.columns.every((col) => (row.figures[col] ?? null) === null)
  );
}

function opensAnew(table: FigureTable, row: FigureRow, chain: Chain): boolean {
  const still = chain.moves.length > 0 && chain.moves.every(({ col }) => (row.figures[col] ?? null) === null);
  return isBoundary(table, row) || (still && /opening|brought forward|\bb\/f\b|beginning/.test(row.label));
}
