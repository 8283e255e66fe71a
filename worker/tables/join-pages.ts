import { shared } from './box-math.ts';
import { cellText, type DraftRow, type TableDraft } from './table-draft.ts';

/** The pieces of one table, page by page. */
export type JoinedDraft = [TableDraft, ...TableDraft[]];

/**
 * Stage "join": a table at the foot of a page and one at the head of the next are one where their columns are the same and the
 * second repeats the headings of the first or has none. Repeated headings are dropped from the later pieces.
 */
export function joinPages(pages: readonly TableDraft[][]): JoinedDraft[] {
  const joined: JoinedDraft[] = [];
  for (const drafts of pages) {
    drafts.forEach((draft, index) => {
      const open = joined.findLast((candidate) => candidate.at(-1)?.page === draft.page - 1);
      const before = open?.at(-1);
      if (index === 0 && open && before && goesOn({ head: open[0], before }, draft))
        open.push(withoutHeads(draft));
      else joined.push([draft]);
    });
  }
  return joined;
}

const MOST_LINES_BELOW = 2;
const MOST_LINES_ABOVE = 1;
const MOST_REPEATED_LINES_ABOVE = 6;

function goesOn(open: { head: TableDraft; before: TableDraft }, draft: TableDraft): boolean {
  const { head, before } = open;
  if (
    before.linesBelow > MOST_LINES_BELOW ||
    before.bands.length !== draft.bands.length ||
    before.ruled !== draft.ruled
  )
    return false;
  if (!sameColumns(before, draft)) return false;
  if (draft.headCount === 0) return draft.linesAbove <= MOST_LINES_ABOVE;
  return sameHeads(head, draft) && draft.linesAbove <= MOST_REPEATED_LINES_ABOVE;
}

/** Each column overlaps its counterpart by most of the narrower one. */
function sameColumns(before: TableDraft, draft: TableDraft): boolean {
  return before.bands.every((band, index) => {
    const other = draft.bands[index] ?? [0, 0];
    return shared(band, other) >= 0.6 * Math.min(band[1] - band[0], other[1] - other[0]);
  });
}

function sameHeads(before: TableDraft, draft: TableDraft): boolean {
  const texts = (rows: DraftRow[]) =>
    rows.flatMap((row) => row.cells.map((cell) => cellText(cell))).filter((text) => text !== '');
  const [first, repeated] = [
    texts(before.rows.slice(0, before.headCount)),
    texts(draft.rows.slice(0, draft.headCount)),
  ];
  const same = repeated.filter((text) => first.includes(text)).length;
  return repeated.length > 0 && same >= repeated.length * 0.8;
}

function withoutHeads(draft: TableDraft): TableDraft {
  return {
    ...draft,
    rows: draft.rows.slice(draft.headCount),
    headCount: 0,
    headRepeated: draft.headCount > 0,
  };
}
