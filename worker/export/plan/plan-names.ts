import { Exact } from '../exact.ts';
import { uniqueNamer } from '../unique-name.ts';
import { type Layout, placeOf, rowLabel } from './layout.ts';
import { LONGEST_RANGE_NAME, rangeName } from './range-name.ts';
import type { RangeName } from './sheet-model.ts';

/** More rows of totals than this are no totals that anybody calls by name. */
const MOST_TOTALS = 200;

/**
 * Names for the formulas of others: "Fixed_assets" is the table with its heads, "Fixed_assets.Total" the figures of a row of totals,
 * called by its label. `stem` is the name of the table.
 */
export function planNames(layout: Layout, stem: string): RangeName[] {
  if (layout.width === 0) return [];
  const table = {
    name: stem,
    from: { row: layout.firstHead, col: 1 },
    to: { row: Math.max(layout.afterBody - 1, layout.firstBody - 1), col: layout.width },
  };
  const nameOf = uniqueNamer((text, longest) => rangeName(text, longest).replace(/^Schedule_/, ''), {
    longest: LONGEST_RANGE_NAME,
    suffix: (count) => `_${count}`,
  });
  const totals = layout.schedule.rows.flatMap((row, index): RangeName[] => {
    const figures = [...row.cells.keys()].filter((col) =>
      Exact.of(row.cells[col]?.value ?? { type: 'blank' }),
    );
    const [first, last] = [figures[0], figures.at(-1)];
    if (row.role !== 'total' || index < layout.headRows || first === undefined || last === undefined)
      return [];
    const name = `${stem}.${nameOf(rowLabel(layout, index) || 'Total')}`;
    return [
      {
        name,
        from: placeOf(layout, { row: index, col: first }),
        to: placeOf(layout, { row: index, col: last }),
      },
    ];
  });
  return [table, ...totals.slice(0, MOST_TOTALS)];
}
