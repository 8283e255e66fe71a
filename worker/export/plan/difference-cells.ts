import { addressOf } from './address.ts';
import type { Difference } from './difference.ts';
import type { Alarm, Place, SheetCell } from './sheet-model.ts';

/** A cell that shows a difference, with what it may differ by. */
export interface DifferenceCell {
  cell: SheetCell;
  tolerance: number;
}

export function differenceCell(place: Place, { content, look, tolerance }: Difference): DifferenceCell {
  return { cell: { ...place, content, look }, tolerance };
}

/** The alarms that watch these cells: one for each tolerance, over as few ranges as possible. */
export function alarmsOf(differences: readonly DifferenceCell[]): Alarm[] {
  const byTolerance = Map.groupBy(differences, (difference) => difference.tolerance);
  return [...byTolerance]
    .sort((one, other) => one[0] - other[0])
    .map(([tolerance, cells]) => ({ tolerance, ranges: columnRanges(cells.map(({ cell }) => cell)) }));
}

function columnRanges(places: Place[]): string[] {
  const sorted = places.toSorted((one, other) => one.col - other.col || one.row - other.row);
  const ranges: { from: Place; to: Place }[] = [];
  for (const place of sorted) {
    const last = ranges.at(-1);
    if (last && last.to.col === place.col && last.to.row + 1 === place.row) last.to = place;
    else ranges.push({ from: place, to: place });
  }
  return ranges.map(({ from, to }) =>
    from === to ? addressOf(from) : `${addressOf(from)}:${addressOf(to)}`,
  );
}
