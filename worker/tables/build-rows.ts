import type { Box } from '#worker/page/page-model.ts';
import { median, unionBox } from './box-math.ts';
import { labelColumns } from './label-columns.ts';
import { lineKind } from './line-kind.ts';
import type { PhraseLine } from './phrases.ts';
import { placePhrases } from './place-phrases.ts';
import { type Band, cellText, type DraftRow } from './table-draft.ts';

/** What tells whether two lines are one row, beside their words. */
export interface RowSeparators {
  /** Heights (y) of horizontal rulings within the table. */
  rules: number[];
  /** Stripes behind the rows. */
  stripes: Box[];
}

/** Stage "rows": one row per baseline, wrapped labels joined with the row they belong to, headings of sections kept. */
export function buildRows(
  lines: readonly PhraseLine[],
  bands: readonly Band[],
  separators: RowSeparators,
): DraftRow[] {
  const placed = lines.map((line) => ({ line, cells: placePhrases(line, bands) }));
  const labels = labelColumns(
    placed.map(({ cells }) => cells),
    bands.length,
  );
  const pitch = bodyPitch(lines);
  const rows: OpenRow[] = [];
  for (const { line, cells } of placed) {
    const row = {
      cells,
      box: line.box,
      line,
      hasFigures: cells.slice(labels).some((cell) => cell.words.length > 0),
    };
    const above = rows.at(-1);
    if (above && isWrapped({ above, row, pitch, bands: bands.slice(0, labels) }, separators))
      rows[rows.length - 1] = joinRows(above, row);
    else rows.push(row);
  }
  return rows.map((row) => ({ cells: row.cells, box: row.box }));
}

interface OpenRow extends DraftRow {
  line: PhraseLine;
  hasFigures: boolean;
}

interface Pair {
  above: OpenRow;
  row: OpenRow;
  pitch: number;
  /** Extents of the label columns. */
  bands: readonly Band[];
}

/** Usual distance between the baselines of two rows of figures, in ems. */
function bodyPitch(lines: readonly PhraseLine[]): number {
  const pitches = lines.slice(1).flatMap((line, index) => {
    const above = lines[index];
    const both = above && lineKind(above) === 'body' && lineKind(line) === 'body';
    return both ? [(line.box[3] - above.box[3]) / line.sizePoints] : [];
  });
  return pitches.length >= 2 ? median(pitches) : 1.4;
}

/**
 * Only one of two lines may have figures, or both the words of one heading in their column. Then a stripe or a ruling decides if there is one; else the tighter pitch of wrapped
 * lines, a small first letter, a dangling word, or a label that fills its column.
 */
function isWrapped(pair: Pair, separators: RowSeparators): boolean {
  const { above, row, bands } = pair;
  if (above.hasFigures && row.hasFigures)
    return isLoneText(pair) && !isSeparated(above.box, row.box, separators);
  const column = bands.findLastIndex((_, index) => (row.cells[index]?.words.length ?? 0) > 0);
  const [upper, lower] = [cellText(above.cells[column]), cellText(row.cells[column])];
  const pitch = (row.box[3] - above.box[3]) / row.line.sizePoints;
  if (pitch > 1.75 || isSeparated(above.box, row.box, separators)) return false;
  if (upper === '' || lower === '') return pitch < 0.95;
  if (column > 0 && row.cells.slice(0, column).some((cell) => cell.words.length > 0)) return false;
  if (SECTION_END.test(upper) && !above.hasFigures) return false;
  if (/^[\p{Ll}(&]/u.test(lower) && !isEnumerated(lower)) return true;
  if (DANGLING.test(upper)) return true;
  const filled =
    (above.cells[column]?.words.at(-1)?.box[2] ?? 0) >= (bands[column]?.[1] ?? 0) - 4 * row.line.sizePoints;
  const tight = pitch < pair.pitch - 0.12;
  return tight && filled && sameFace({ above, row, column });
}

/** A heading among the rows, of one column of figures and in several lines: no other cell of them holds anything. */
function isLoneText({ above, row, pitch }: Pair): boolean {
  const filled = ({ cells }: OpenRow) => cells.flatMap(({ words }, col) => (words.length > 0 ? [col] : []));
  const [columns, others] = [filled(above), filled(row)];
  const [column] = columns;
  if (column === undefined || columns.length > 1 || others.length > 1 || column !== others[0]) return false;
  const texts = [above, row].map(({ cells }) => cellText(cells[column]));
  const tight = (row.box[3] - above.line.box[3]) / row.line.sizePoints <= pitch;
  return tight && texts.every((text) => WORDS_ONLY.test(text));
}

const WORDS_ONLY = /^\P{N}*\p{L}{3}\P{N}*$/u;

const SECTION_END = /:$/;
const DANGLING = /(?:,|-|–|\b(?:and|or|of|the|in|to|for|on|by|from|with|net|at|per))$/i;

function isEnumerated(text: string): boolean {
  return /^\(?[a-z\d]{1,3}\)/i.test(text);
}

function sameFace(pair: { above: OpenRow; row: OpenRow; column: number }): boolean {
  const isBold = (row: OpenRow) => row.cells[pair.column]?.words[0]?.bold ?? false;
  return isBold(pair.above) === isBold(pair.row);
}

function isSeparated(above: Box, below: Box, separators: RowSeparators): boolean {
  const [upper, lower] = [(above[1] + above[3]) / 2, (below[1] + below[3]) / 2];
  if (separators.rules.some((y) => y > upper && y < lower)) return true;
  const stripeOf = (y: number) => separators.stripes.find((stripe) => y > stripe[1] && y < stripe[3]);
  return stripeOf(upper) !== stripeOf(lower);
}

function joinRows(above: OpenRow, row: OpenRow): OpenRow {
  const cells = above.cells.map((cell, index) => ({
    ...cell,
    words: [...cell.words, ...(row.cells[index]?.words ?? [])],
  }));
  const figured = above.hasFigures ? above : row;
  return {
    cells,
    box: unionBox([above.box, row.box]) ?? above.box,
    line: { ...figured.line, box: row.box, phrases: figured.line.phrases },
    hasFigures: above.hasFigures || row.hasFigures,
  };
}
