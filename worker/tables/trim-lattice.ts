import type { Box } from '#worker/page/page-model.ts';
import { cellText, type DraftRow, type TableDraft } from './table-draft.ts';

/**
 * A grid without the title and the notes that its frame takes in: first rows of one cell over the whole width that begin like a
 * caption, last ones that are a note, a source or running text. Their words are then free for the caption and for prose.
 */
export function trimLattice(draft: TableDraft): TableDraft {
  const first = draft.rows.findIndex((row) => !CAPTION.test(wholeRow(row)));
  const last = draft.rows.findLastIndex((row) => !isNote(wholeRow(row)));
  const rows = draft.rows.slice(Math.max(0, first), last + 1);
  const [top, bottom] = [rows[0], rows.at(-1)];
  if (!top || !bottom || rows.length < LEAST_ROWS || rows.length === draft.rows.length) return draft;
  const box: Box = [draft.box[0], top.box[1], draft.box[2], bottom.box[3]];
  return { ...draft, rows, box };
}

const LEAST_ROWS = 2;
const CAPTION = /^(?:table|exhibit|figure|schedule|appendix)\s+[\dA-Z]/i;
const NOTE = /^(?:notes?|sources?)\b/i;
const PROSE_WORDS = 20;

function isNote(text: string): boolean {
  return NOTE.test(text) || text.split(' ').length >= PROSE_WORDS;
}

/** The text of a row that is one cell over all columns; '' of any other. */
function wholeRow({ cells }: DraftRow): string {
  const [cell] = cells;
  return cell && cells.length > 1 && cell.colSpan === cells.length ? cellText(cell) : '';
}
