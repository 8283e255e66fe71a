import type { Box, PageModel, Word } from '#worker/page/page-model.ts';
import { across, isInside, shared, unionBox } from './box-math.ts';
import { buildRows } from './build-rows.ts';
import { figureShape, isFigure } from './figure-shape.ts';
import type { Lattice, LatticeCell } from './find-lattices.ts';
import { lineKind } from './line-kind.ts';
import { phraseLines } from './phrases.ts';
import { type Band, cellText, type DraftRow, emptyCell, type TableDraft } from './table-draft.ts';
import { textLines } from './text-lines.ts';
import { trimLattice } from './trim-lattice.ts';

/**
 * Reads the words inside a closed grid as a table, one cell per compartment; null where the grid is a frame, a chart or a form.
 * A compartment row that holds several rows of figures (grids without rulings between rows) is split on its baselines.
 */
export function readLattice(page: PageModel, lattice: Lattice): TableDraft | null {
  const words = page.words.filter((word) => isInside(word.box, lattice.box));
  const bands = lattice.xs.slice(1).map((x, index): Band => [lattice.xs[index] ?? 0, x]);
  const compartments = lattice.cells.map((cell) => ({ cell, words: wordsIn(words, lattice, cell) }));
  if (isPlot(lattice, compartments)) return null;
  const rows = lattice.ys.slice(1).flatMap((_, row) => readRow({ lattice, bands, row }, compartments));
  const draft = dropBlank({
    page: page.page,
    box: lattice.box,
    bands,
    rows,
    headCount: 0,
    caption: NO_CAPTION,
    linesAbove: 0,
    linesBelow: 0,
    ruled: true,
  });
  if (!isTable(draft, words)) return null;
  const trimmed = trimLattice(draft);
  return { ...trimmed, headCount: countHeads(trimmed) };
}

export const NO_CAPTION = { title: '', entity: '', period: '', unit: '', currency: '' };

interface Compartment {
  cell: LatticeCell;
  words: Word[];
}

interface RowPlace {
  lattice: Lattice;
  bands: Band[];
  row: number;
}

function wordsIn(words: Word[], lattice: Lattice, cell: LatticeCell): Word[] {
  return words.filter((word) => isInside(word.box, boxOf(lattice, cell)));
}

function boxOf(lattice: Lattice, cell: LatticeCell): Box {
  return [
    lattice.xs[cell.col] ?? 0,
    lattice.ys[cell.row] ?? 0,
    lattice.xs[cell.col + cell.colSpan] ?? 0,
    lattice.ys[cell.row + cell.rowSpan] ?? 0,
  ];
}

function readRow(place: RowPlace, compartments: Compartment[]): DraftRow[] {
  const { lattice, bands, row } = place;
  const box: Box = [lattice.box[0], lattice.ys[row] ?? 0, lattice.box[2], lattice.ys[row + 1] ?? 0];
  const own = compartments.filter(({ cell }) => cell.row === row);
  const joined = own.some((compartment) => holdsColumns(compartment, bands));
  if ((joined || own.some(isStack)) && own.every(({ cell }) => cell.rowSpan === 1)) {
    const inner = phraseLines(textLines(own.flatMap(({ words }) => words)));
    return buildRows(inner, bands, { rules: [], stripes: [] });
  }
  const cells = bands.map(emptyCell);
  for (const { cell, words } of own)
    cells[cell.col] = { words: readingOrder(words), colSpan: cell.colSpan, rowSpan: cell.rowSpan };
  return [{ cells, box }];
}

/** A compartment over several columns with figures in two of them: the rulings between columns stop at the heading. */
function holdsColumns({ cell, words }: Compartment, bands: Band[]): boolean {
  const over = bands.slice(cell.col, cell.col + cell.colSpan);
  const figures = phraseLines(textLines(words)).flatMap((line) =>
    line.phrases.filter((phrase) => isFigure(phrase.shape)),
  );
  const figured = over.filter((band) => figures.some((figure) => shared(band, across(figure.box)) > 0));
  return cell.colSpan > 1 && figured.length >= 2;
}

/** Several figures under each other in one compartment: rows that no ruling parts. */
function isStack({ words }: Compartment): boolean {
  const lines = textLines(words);
  const figures = lines.filter((line) =>
    isFigure(figureShape(line.words.map((word) => word.text).join(' '))),
  );
  return figures.length >= 2 && figures.length >= lines.length * 0.8;
}

/** Mostly empty rows and no figure in any: the lines of a grid behind curves, or a form to be filled in. */
function isPlot({ ys }: Lattice, compartments: Compartment[]): boolean {
  const filled = compartments.filter(({ words }) => words.length > 0);
  if (filled.some(({ words }) => words.some(({ text }) => isFigure(figureShape(text))))) return false;
  const heights = ys.slice(1).map((y, row) => y - (ys[row] ?? y));
  const blank = heights.filter((_, row) =>
    filled.every(({ cell }) => row < cell.row || row >= cell.row + cell.rowSpan),
  );
  const total = (parts: number[]) => parts.reduce((a, b) => a + b, 0);
  return total(blank) > total(heights) / 2;
}

function readingOrder(words: Word[]): Word[] {
  return textLines(words).flatMap((line) => line.words);
}

/** Columns and rows without any words are gaps between double rulings. */
function dropBlank(draft: TableDraft): TableDraft {
  const hasText = (index: number) =>
    draft.rows.some((row) => cellText(row.cells[index]) !== '' && row.cells[index]?.colSpan === 1);
  const keptCols = draft.bands.flatMap((_, index) => (hasText(index) ? [index] : []));
  const rows = draft.rows.map((row) => ({
    ...row,
    cells: keptCols.map((index) => narrow(row, index, keptCols)),
  }));
  const keptRows = rows.flatMap((row, index) =>
    row.cells.some((cell) => cell.words.length > 0) ? [index] : [],
  );
  return {
    ...draft,
    bands: keptCols.flatMap((index) => draft.bands.slice(index, index + 1)),
    rows: keptRows
      .flatMap((at) => rows.slice(at, at + 1))
      .map((row, index) => ({
        ...row,
        cells: row.cells.map((cell) => ({
          ...cell,
          rowSpan: keptWithin(keptRows, keptRows[index] ?? 0, cell.rowSpan),
        })),
      })),
  };
}

/** The cell at a kept column; the text of a span that began in a dropped column moves to the first kept one under it. */
function narrow(row: DraftRow, index: number, kept: number[]): DraftRow['cells'][number] {
  const before = kept.findLast((other) => other < index) ?? -1;
  const from = row.cells.findIndex(
    (cell, at) => at > before && at <= index && cell.words.length > 0 && at + cell.colSpan > index,
  );
  const at = from < 0 ? index : from;
  const cell = row.cells[at] ?? emptyCell();
  return { ...cell, colSpan: keptWithin(kept, index, cell.colSpan - (index - at)) };
}

function keptWithin(kept: number[], from: number, span: number): number {
  return Math.max(1, kept.filter((index) => index >= from && index < from + span).length);
}

/** At least two columns and two rows with text in enough of their cells, and nearly all words of the box in cells. */
function isTable(draft: TableDraft, words: Word[]): boolean {
  const cells = draft.rows.flatMap((row) => row.cells);
  const filled = cells.filter((cell) => cell.words.length > 0);
  const covered = cells.reduce(
    (sum, cell) => sum + (cell.words.length > 0 ? cell.colSpan * cell.rowSpan : 0),
    0,
  );
  if (draft.bands.length < 2 || draft.rows.length < 2 || filled.length < 4) return false;
  const placed = new Set(filled.flatMap((cell) => cell.words)).size;
  const longest = Math.max(...filled.map((cell) => cell.words.length));
  return (
    covered >= cells.length * 0.35 &&
    placed >= words.length * 0.9 &&
    longest <= Math.max(80, words.length * 0.6)
  );
}

/** Heading rows: those above the first row with a figure outside the first column; at most three, none if that is the first. */
function countHeads(draft: TableDraft): number {
  const isBody = (row: DraftRow) => {
    const [, ...others] = row.cells.map((cell) => cellText(cell)).filter((text) => text !== '');
    return others.some((text) => isFigure(figureShape(text))) && lineKind(asLine(row)) === 'body';
  };
  const first = draft.rows.findIndex(isBody);
  if (first < 0) return 1;
  const above = draft.rows.slice(0, first);
  const sections = above
    .toReversed()
    .findIndex((row) => row.cells.slice(1).some((cell) => cell.words.length > 0));
  return Math.min(MOST_HEADS, sections < 0 ? 0 : first - sections);
}

const MOST_HEADS = 4;

function asLine(row: DraftRow): Parameters<typeof lineKind>[0] {
  const phrases = row.cells.flatMap((cell) => {
    const box = unionBox(cell.words.map((word) => word.box));
    const text = cellText(cell);
    return box ? [{ words: cell.words, text, box, shape: figureShape(text) }] : [];
  });
  return { phrases, box: row.box, sizePoints: 10 };
}
