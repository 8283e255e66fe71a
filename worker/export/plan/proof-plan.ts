import type { Check } from '#shared/schedules/schedule.ts';
import { type Layout, cellAt } from './layout.ts';
import { type LiveTotals, printedAt } from './live-totals.ts';

/** Where each check is shown: below the table, in a column at its right, or as a line of its own. */
export interface ProofPlan {
  /** Rows of the schedule whose totals are repeated as printed below the table; the last total row comes first. */
  totals: number[];
  columns: CheckColumn[];
  lines: Check[];
}

interface CheckColumn {
  heading: string;
  /** By row of the schedule. */
  checks: Map<number, Check>;
}

/** More columns than this would push the table off the page; further checks become lines. */
const MOST_COLUMNS = 6;

const COLUMN_HEADINGS: Partial<Record<Check['prover'], string>> = {
  'cross-foot': 'Cross-foot',
  'running-balance': 'Balance',
  product: 'Product',
  ratio: 'Percent',
};

export function planProof(layout: Layout, live: LiveTotals): ProofPlan {
  const lines: Check[] = [];
  const columns = new Map<string, CheckColumn>();
  for (const check of layout.schedule.proof.checks) {
    if (!cellAt(layout, check.target) || live.at(check.target)?.check === check) continue;
    if (!placeInColumn(check, columns, layout)) lines.push(check);
  }
  return { totals: totalRows(layout, live), columns: [...columns.values()], lines };
}

/** One column for each prover and each column it proves, so that a row can be proved by two identities. */
function placeInColumn(check: Check, columns: Map<string, CheckColumn>, layout: Layout): boolean {
  const heading = COLUMN_HEADINGS[check.prover];
  if (!heading) return false;
  const key = `${check.prover},${check.target.col}`;
  const column = columns.get(key) ?? { heading, checks: new Map<number, Check>() };
  if (column.checks.has(check.target.row)) return false;
  if (!columns.has(key)) {
    if (columns.size >= MOST_COLUMNS) return false;
    const again = [...columns.values()].some((other) => other.heading === heading);
    const proved = layout.schedule.columns[check.target.col]?.heading ?? '';
    if (again && proved) column.heading = `${heading}: ${proved}`;
    columns.set(key, column);
  }
  column.checks.set(check.target.row, check);
  return true;
}

/** The last total row always; any other row of totals only where a live total differs from the printed one. */
function totalRows(layout: Layout, live: LiveTotals): number[] {
  const { rows } = layout.schedule;
  const proved = [...rows.keys()].filter((row) => liveTotalsIn(layout, live, row).length > 0);
  const last = proved.findLast((row) => rows[row]?.role === 'total') ?? proved.at(-1);
  if (last === undefined) return [];
  const differing = proved.filter((row) => row !== last && differs(layout, live, row));
  return [last, ...differing];
}

/** Columns of a row of the schedule that hold live totals. */
export function liveTotalsIn(layout: Layout, live: LiveTotals, row: number): number[] {
  return Array.from({ length: layout.width }, (_, col) => col).filter((col) => live.at({ row, col }));
}

function differs(layout: Layout, live: LiveTotals, row: number): boolean {
  return liveTotalsIn(layout, live, row).some((col) => {
    const address = { row, col };
    return !live.valueAt(address).equals(printedAt(layout, address));
  });
}
