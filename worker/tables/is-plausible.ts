import { figureShape, isFigure } from './figure-shape.ts';
import { cellText, type TableDraft } from './table-draft.ts';

/**
 * Stage "confidence", first half: whether a draft is a table at all; grids of words are taken on the word of their rulings. Axes of charts, scattered figures and lists come out
 * with rows of one cell, without labels, or mostly empty.
 */
export function isPlausible(draft: TableDraft): boolean {
  const rows = draft.rows.slice(draft.headCount).map((row) => row.cells.map((cell) => cellText(cell)));
  const figured = rows.filter((row) => row.some((text) => text !== '' && isFigure(figureShape(text))));
  if (figured.length < 1) return draft.ruled;
  const filled = figured.flat().filter((text) => text !== '').length / figured.flat().length;
  const paired =
    figured.filter((row) => row.filter((text) => text !== '').length >= 2).length / figured.length;
  const labelled = figured.filter((row) => /\p{L}/u.test(row[0] ?? '')).length / figured.length;
  if (draft.headCount === 0 && labelled < 0.3 && filled < 0.8) return false;
  if (draft.bands.length === 2 && labelled < 0.6 && !figured.every((row) => row[0] !== '')) return false;
  return filled >= LEAST_FILLED && paired >= LEAST_PAIRED;
}

/** A trial balance fills three of four cells, a sparse statement half of them. */
const LEAST_FILLED = 0.38;
const LEAST_PAIRED = 0.5;
