import type { Check } from '../schedules/schedule.ts';
import type { FigureRow, FigureTable } from './figure-table.ts';

/**
 * Finds neighbouring columns of shares that add up to 100 on each row though no 100 is printed ("domestic 92.9, imported 7.1,
 * unknown 0"). The last share must be what the others leave of 100, within half a unit for each of them.
 */
export function shares(table: FigureTable): Check[] {
  const columns = table.columns.filter((col) => holdsShares(table, col)).slice(0, MOST_COLUMNS);
  const tried = (columns.length * columns.length) / 2;
  const found = columns.flatMap((_, first) =>
    columns.slice(first + 1).flatMap((_, size) => {
      const run = columns.slice(first, first + size + 2);
      return testRun(table, run, tried) ?? [];
    }),
  );
  const claimed: Tested[] = [];
  for (const tested of found.sort((a, b) => b.holding - a.holding))
    if (!claimed.some(({ run }) => run.some((col) => tested.run.includes(col)))) claimed.push(tested);
  return claimed.flatMap(({ checks }) => checks);
}

/** Nothing below 0 or above 100, but for a few figures that may be misread. */
function holdsShares(table: FigureTable, col: number): boolean {
  const whole = 100 * 10 ** table.scale;
  let others = 0;
  return table.rows.every(({ figures }) => {
    const figure = figures[col] ?? 0;
    if (figure < 0 || figure > whole) others++;
    return others <= MOST_OTHERS;
  });
}

const MOST_OTHERS = 3;

interface Tested {
  run: number[];
  holding: number;
  checks: Check[];
}

const MOST_COLUMNS = 16;
const LEAST_ROWS = 3;
const SPARE_DIGITS = 3;

function testRun(table: FigureTable, run: number[], tried: number): Tested | null {
  const checks: Check[] = [];
  let [holding, failing, evidence] = [0, 0, 0];
  for (const row of table.rows) {
    const share = weighShares(table, row, run);
    if (!share) continue;
    checks.push(share.check);
    if (share.check.state === 'broken') failing++;
    else if (share.evidence > 0) {
      holding++;
      evidence += share.evidence;
    }
    if (failing > 3 && failing > holding) return null;
  }
  if (holding < LEAST_ROWS || failing * 4 > holding) return null;
  return evidence >= SPARE_DIGITS + Math.log10(tried) ? { run, holding, checks } : null;
}

/** Null for a row that lacks a share; no evidence in 100 beside zeros. */
function weighShares(
  table: FigureTable,
  row: FigureRow,
  run: number[],
): { check: Check; evidence: number } | null {
  const whole = 100 * 10 ** table.scale;
  const figures: number[] = [];
  for (const col of run) {
    const figure = row.figures[col] ?? null;
    if (figure === null || figure < 0 || figure > whole) return null;
    figures.push(figure);
  }
  const total = figures.reduce((sum, figure) => sum + figure, 0);
  const unit = Math.min(...run.map((col) => row.units[col] ?? 1));
  const nonzero = figures.filter((figure) => figure > 0);
  const missed = Math.abs(whole - total);
  const near = missed <= (nonzero.length * unit) / 2;
  const [target = 0, ...addends] = run.toReversed();
  const printed = row.figures[target] ?? 0;
  const check: Check = {
    prover: 'cross-foot',
    target: { row: row.index, col: target },
    addends: addends.toReversed().map((col) => ({ row: row.index, col, sign: -1 })),
    constantMinor: whole,
    printedMinor: printed,
    computedMinor: whole - (total - printed),
    scale: table.scale,
    state: missed === 0 ? 'proved' : near ? 'proved-within-rounding' : 'broken',
    identity: 'shares = 100',
  };
  const [, second = 0] = nonzero.sort((a, b) => b - a);
  const window = (missed === 0 ? 0 : nonzero.length * unit) + unit;
  return { check, evidence: Math.log10((2 * second + window) / window) };
}
