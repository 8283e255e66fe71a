import type { Check } from '../schedules/schedule.ts';
import type { FigureRow, FigureTable } from './figure-table.ts';
import { toldChecks } from './told-checks.ts';
import { tryColumns } from './try-columns.ts';

/**
 * One total broken down in several ways: each section (by sex, by race, by age) adds up to the same row of totals. Claimed only
 * where every column of a section holds with many digits, because a breakdown may be incomplete.
 */
export function sectionTotals(table: FigureTable, known: readonly Check[]): Check[] {
  const explained = new Set(known.flatMap(({ addends }) => addends.map(({ row }) => row)));
  const sections = sectionsOf(table).filter(
    (rows) =>
      rows.length >= 2 && rows.every(({ index, promise }) => promise === 'none' && !explained.has(index)),
  );
  const totals = table.rows.filter(({ promise }) => promise === 'total').slice(-MOST_TOTALS);
  return sections.flatMap((addends) => {
    const signs = addends.map((): 1 => 1);
    const proofs = totals.map((total) => {
      const trial = tryColumns(table, { row: total, addends, signs });
      const holds = trial.failing.length + trial.far.length === 0 && trial.exact > 0;
      if (!holds || trial.evidence < LEAST_DIGITS) return [];
      return toldChecks(table, trial.sum, [...trial.holding, ...trial.copies]);
    });
    return proofs.find((checks) => checks.length > 0) ?? [];
  });
}

const LEAST_DIGITS = 4.5;
const MOST_TOTALS = 4;

/** Rows of figures between headings and totals. */
function sectionsOf(table: FigureTable): FigureRow[][] {
  const sections: FigureRow[][] = [[]];
  for (const row of table.rows) {
    const heading = table.columns.every((col) => (row.figures[col] ?? null) === null);
    if (heading || row.promise === 'total') sections.push([]);
    else sections.at(-1)?.push(row);
  }
  return sections;
}
