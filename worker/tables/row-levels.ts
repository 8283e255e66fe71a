import { cellText, type DraftRow } from './table-draft.ts';

/** Depth of the indent of each row's label: 0 for the leftmost, one more for each further edge that labels share. */
export function rowLevels(rows: readonly DraftRow[], headCount: number): number[] {
  const lefts = rows.map((row, index) =>
    index < headCount || cellText(row.cells[0]) === '' ? null : leftOf(row),
  );
  const edges = distinct(lefts.filter((left) => left !== null));
  return lefts.map((left) =>
    left === null
      ? 0
      : Math.min(
          DEEPEST,
          Math.max(
            0,
            edges.findLastIndex((edge) => left >= edge - SAME_EDGE_POINTS),
          ),
        ),
  );
}

const SAME_EDGE_POINTS = 2.5;
const DEEPEST = 6;

/** The first line's edge counts: wrapped labels hang deeper or not at all. */
function leftOf(row: DraftRow): number | null {
  const [word] = row.cells[0]?.words ?? [];
  return word ? word.box[0] : null;
}

function distinct(lefts: number[]): number[] {
  const edges: number[] = [];
  for (const left of lefts.toSorted((a, b) => a - b))
    if (left - (edges.at(-1) ?? -Infinity) > SAME_EDGE_POINTS) edges.push(left);
  return edges;
}
