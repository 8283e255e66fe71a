import type { Check } from '../schedules/schedule.ts';
import type { FigureRow, FigureTable } from './figure-table.ts';
import { headIdentities } from './head-identities.ts';

/**
 * Finds columns that are the product of two others on each row (quantity x unit cost = extended, amount x rate = tax). The
 * product is rounded to the unit of the target; a factor that is itself rounded may move it by half its last digit.
 */
export function product(table: FigureTable): Check[] {
  const identities = headIdentities(table, 'product');
  const columns = table.columns.slice(0, MOST_COLUMNS);
  const tried = columns.length ** 3 / 2;
  const found = triples(columns).flatMap((triple) => {
    const [target, one, other] = triple;
    const addends = [one, other].map((col) => ({ col, sign: 1 as const }));
    return testTriple(table, triple, { identity: identities(target, addends)?.id ?? null, tried }) ?? [];
  });
  const claimed: Tested[] = [];
  for (const tested of found.sort((a, b) => b.worth - a.worth))
    if (!claimed.some(({ triple }) => triple.every((col) => tested.triple.includes(col))))
      claimed.push(tested);
  return claimed.flatMap(({ checks }) => checks);
}

type Triple = readonly [target: number, one: number, other: number];

interface Tested {
  triple: Triple;
  checks: Check[];
  worth: number;
}

const MOST_COLUMNS = 8;

function triples(columns: number[]): Triple[] {
  return columns.flatMap((target) =>
    columns.flatMap((one, at) =>
      columns
        .slice(at + 1)
        .flatMap((other) => (one === target || other === target ? [] : [[target, one, other] as const])),
    ),
  );
}

const LEAST_ROWS = 2;
const SPARE_DIGITS = 3;

function testTriple(
  table: FigureTable,
  triple: Triple,
  { identity, tried }: { identity: string | null; tried: number },
): Tested | null {
  const checks: Check[] = [];
  let [holding, failing, evidence] = [0, 0, 0];
  for (const row of table.rows) {
    const link = multiply(table, row, triple);
    if (!link) continue;
    checks.push(link.check);
    if (link.check.state === 'broken') failing++;
    else if (link.evidence > 0) {
      holding++;
      evidence += link.evidence;
    }
    if (failing > 3 && failing > holding) return null;
  }
  const needed = SPARE_DIGITS + (identity === null ? Math.log10(tried) : 0);
  if (holding < LEAST_ROWS || evidence < needed || failing * (identity === null ? 4 : 2) > holding)
    return null;
  const named = identity === null ? checks : checks.map((check) => ({ ...check, identity }));
  return { triple, checks: named, worth: holding - 2 * failing + (identity === null ? 0 : 1) };
}

/** Null where a factor is missing, or the row is a total, whose factors are none. */
function multiply(
  table: FigureTable,
  row: FigureRow,
  [target, one, other]: Triple,
): { check: Check; evidence: number } | null {
  const [printed, left, right] = [row.figures[target], row.figures[one], row.figures[other]];
  if (printed == null || left == null || right == null || left === 0 || right === 0) return null;
  const decimals = table.scale + (row.percents[one] || row.percents[other] ? 2 : 0);
  const exact = (left * right) / 10 ** decimals;
  const unit = row.units[target] ?? 1;
  const computed = Math.round(exact / unit) * unit;
  if (!Number.isSafeInteger(left * right)) return null;
  const slack =
    (Math.abs(left) * (row.units[other] ?? 1) + Math.abs(right) * (row.units[one] ?? 1)) / 2 / 10 ** decimals;
  const missed = Math.abs(printed - computed);
  const whole = [one, other].some((col) => row.units[col] === 10 ** table.scale);
  const tolerance = whole && !table.rounded ? 0 : Math.min(slack, Math.abs(printed) / 50);
  const state = missed === 0 ? 'proved' : missed <= tolerance ? 'proved-within-rounding' : 'broken';
  const check: Check = {
    prover: 'product',
    target: { row: row.index, col: target },
    addends: [one, other].map((col) => ({ row: row.index, col, sign: 1 })),
    printedMinor: printed,
    computedMinor: computed,
    scale: table.scale,
    state,
  };
  return {
    check,
    evidence: evidenceOf(table, row, { triple: [target, one, other], window: 2 * tolerance + unit }),
  };
}

/** None where a factor is a power of ten: the product is then a copy with other zeros. */
function evidenceOf(
  table: FigureTable,
  row: FigureRow,
  { triple: [target, one, other], window }: { triple: Triple; window: number },
): number {
  const copies = [one, other].some((col) => /^10*$/.test(String(Math.abs(row.figures[col] ?? 0))));
  const grain = Math.max(window, table.grains[target] ?? 1);
  return copies ? 0 : Math.log10((Math.abs(row.figures[target] ?? 0) + grain) / grain);
}
