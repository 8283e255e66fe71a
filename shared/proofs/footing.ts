import type { Check } from '../schedules/schedule.ts';
import type { FigureRow, FigureTable } from './figure-table.ts';
import { misprintedTotal } from './misprinted-total.ts';
import { readTotal } from './read-total.ts';
import { sectionTotals } from './section-totals.ts';
import { totalAbove } from './total-above.ts';

/**
 * Proves columns downwards. Rows wait on a stack; a row that is the signed sum of the topmost waiting rows takes their place,
 * so that a total is proved from its subtotals and each figure is used once. A row that promises a total and does not foot is
 * broken only where its other columns do foot, or where one misread digit explains the difference. Totals that stand above
 * what they add up, or that several sections add up to, are looked for last.
 */
export function footing(table: FigureTable): Check[] {
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
    const reading =
      readTotal(table, row, { waiting, block, section }) ??
      misprintedTotal(table, row, { waiting, block }) ??
      misprintedTotal(table, row, { waiting, block: 0 });
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

function hasFigure(table: FigureTable, row: FigureRow): boolean {
  return table.columns.some((col) => (row.figures[col] ?? null) !== null);
}
