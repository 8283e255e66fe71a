import type { Ruling } from '#worker/page/page-model.ts';
import { across, shared } from './box-math.ts';
import { type Band, type DraftRow, emptyCell } from './table-draft.ts';

/**
 * Headings of full height: where rulings under spans stop at their columns, while the one that closes the headings runs through, a
 * heading beside the spans belongs to all heading rows, whatever line it stands on, and its lines are one text. Rulings under
 * single columns say nothing of the kind: such headings stay in their rows.
 */
export function joinFullHeads(
  rows: DraftRow[],
  table: { bands: readonly Band[]; rulings: readonly Ruling[] },
): DraftRow[] {
  const [first, last] = [rows[0], rows.at(-1)];
  if (!first || !last || first === last) return rows;
  const level = table.rulings.filter(({ direction }) => direction === 'horizontal');
  const inner = level.filter(({ box }) => box[1] > middleOf(first) && box[1] < middleOf(last));
  const closed = level.some(
    ({ box }) =>
      box[1] >= middleOf(last) &&
      box[1] < last.box[3] + (last.box[3] - last.box[1]) * LOWEST_CLOSING &&
      covers(across(box), extentOf(table.bands)),
  );
  if (!closed || inner.length === 0) return rows;
  const free = table.bands.flatMap((band, col) =>
    inner.some(({ box }) => shared(across(box), band) > 0.5 * (band[1] - band[0])) || isSpanned(rows, col)
      ? []
      : [col],
  );
  const kept = rows.filter(
    (row, index) =>
      index === 0 || row.cells.some(({ words }, col) => words.length > 0 && !free.includes(col)),
  );
  return kept.map((row, index) => ({
    ...row,
    cells: row.cells.map((cell, col) => {
      if (!free.includes(col)) return cell;
      const words = rows.flatMap(({ cells }) => cells[col]?.words ?? []);
      return index > 0 || words.length === 0 ? emptyCell() : { words, colSpan: 1, rowSpan: kept.length };
    }),
  }));
}

/** In heights of the last heading row. */
const LOWEST_CLOSING = 1.5;

function middleOf(row: DraftRow): number {
  return (row.box[1] + row.box[3]) / 2;
}

function extentOf(bands: readonly Band[]): [number, number] {
  return [bands[0]?.[0] ?? 0, bands.at(-1)?.[1] ?? 0];
}

function covers(ruling: readonly [number, number], extent: readonly [number, number]): boolean {
  return shared(ruling, extent) >= 0.85 * (extent[1] - extent[0]);
}

function isSpanned(rows: readonly DraftRow[], col: number): boolean {
  return rows.some(({ cells }) =>
    cells.some(
      ({ words, colSpan }, from) => words.length > 0 && colSpan > 1 && from <= col && from + colSpan > col,
    ),
  );
}
