import type { Check } from '../schedules/schedule.ts';
import type { FigureRow, FigureTable } from './figure-table.ts';
import { misprintedTotal } from './misprinted-total.ts';
import type { ExplainedTotal } from './proof-memory.ts';
import { readTotal, type TotalReading, type Waiting } from './read-total.ts';
import { sectionTotals } from './section-totals.ts';
import { totalAbove } from './total-above.ts';

/**
 * Proves columns downwards. Rows wait on a stack; a row that is the signed sum of the topmost waiting rows takes their place,
 * so that a total is proved from its subtotals and each figure is used once. A row that promises a total and does not foot is
 * broken only where its other columns do foot, or where one misread digit explains the difference. Totals that stand above
 * what they add up, or that several sections add up to, are looked for last.
 */
export function footing(table: FigureTable): Check[] {
  const explain = explainer(table);
  const waiting: FigureRow[] = [];
  const checks: Check[] = [];
  const proved = new Set<number>();
  let block = 0;
  let section = 0;
  for (const row of table.rows) {
    if (!hasFigure(table, row)) {
      block = waiting.length;
      section = waiting.length;
      continue;
    }
    const reading = explain(row, { waiting, block, section });
    if (reading) {
      checks.push(...reading.checks);
      proved.add(row.index);
      waiting.length -= reading.size;
      block = waiting.length + 1;
      section = Math.min(section, waiting.length);
    }
    waiting.push(row);
  }
  checks.push(...totalAbove(table, proved));
  return [...checks, ...sectionTotals(table, checks)];
}

/** Explains a row; with a memory, a promised total as it was explained before where the rows above it are the same. */
function explainer(table: FigureTable): (row: FigureRow, stack: Waiting) => TotalReading | null {
  const { scale, rounded, columns, heads, grains, memory } = table;
  if (!memory) return (row, stack) => explainAnew(table, row, stack);
  const known = memory.totals(JSON.stringify([scale, rounded, columns, heads, grains]));
  return (row, stack) => {
    const before = known.get(row);
    if (before && isSame(before, stack)) return before.reading;
    const reading = explainAnew(table, row, stack);
    if (row.promise !== 'none' && stack.waiting.length <= MOST_REMEMBERED)
      known.set(row, { ...stack, waiting: [...stack.waiting], reading });
    return reading;
  };
}

/** The rows that wait are kept with each total: of a ledger of thousands of rows that would be too much. */
const MOST_REMEMBERED = 200;

function isSame(before: ExplainedTotal, { waiting, block, section }: Waiting): boolean {
  if (before.block !== block || before.section !== section) return false;
  if (before.waiting.length !== waiting.length) return false;
  return before.waiting.every((row, at) => row === waiting[at]);
}

function explainAnew(table: FigureTable, row: FigureRow, stack: Waiting): TotalReading | null {
  const { waiting, block } = stack;
  return (
    readTotal(table, row, stack) ??
    misprintedTotal(table, row, { waiting, block }) ??
    misprintedTotal(table, row, { waiting, block: 0 })
  );
}

function hasFigure(table: FigureTable, row: FigureRow): boolean {
  return table.columns.some((col) => (row.figures[col] ?? null) !== null);
}
