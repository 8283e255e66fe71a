import { detectFigureStyle, type FigureStyle } from '#shared/amounts/figure-style.ts';
import { type CellPlace, parseCell } from '#shared/amounts/parse-cell.ts';
import type { StyleVotes } from '#shared/amounts/style-votes.ts';
import { nameSchedule } from '#shared/kinds/name-schedule.ts';
import { proveSchedule } from '#shared/proofs/prove-schedule.ts';
import type { Cell, Column, Row, Schedule, SchedulePart } from '#shared/schedules/schedule.ts';
import { unionBox } from './box-math.ts';
import { columnRole } from '#shared/amounts/column-role.ts';
import type { JoinedDraft } from './join-pages.ts';
import { rowLevels } from './row-levels.ts';
import { rowRole } from '#shared/proofs/row-role.ts';
import { cellText, type DraftCell, type DraftRow } from './table-draft.ts';

/** A schedule before its evidence is weighed: the confidence of its cells is the recogniser's. */
export type BuiltSchedule = Omit<Schedule, 'confidence' | 'doubts'>;

/** Types, names and proves a joined table. `document` settles how figures are written where the table itself does not. */
export function buildSchedule(pieces: JoinedDraft, document: StyleVotes): BuiltSchedule {
  const [first] = pieces;
  const placed = pieces.flatMap((piece) => piece.rows.map((row) => ({ row, page: piece.page })));
  const texts = placed.map(({ row }) => row.cells.map((cell) => cellText(cell)));
  const style = detectFigureStyle(texts.slice(first.headCount).flat(), document);
  const columns = first.bands.map((_, index): Column & { place: CellPlace } => {
    const heading = headingOf(first.rows.slice(0, first.headCount), index);
    return {
      heading,
      ...columnRole(
        { index, heading, texts: texts.slice(first.headCount).map((row) => row[index] ?? '') },
        style,
      ),
    };
  });
  const levels = rowLevels(
    placed.map(({ row }) => row),
    first.headCount,
  );
  const typed = placed.map(({ row, page }, index): Row => {
    const cells = row.cells.map((cell, col) =>
      toCell(cell, {
        page,
        style,
        place: index < first.headCount ? 'head' : (columns[col]?.place ?? 'figure'),
      }),
    );
    return { role: index < first.headCount ? 'head' : 'line', level: levels[index] ?? 0, cells };
  });
  const rows = typed.map((row, index): Row => ({
    ...row,
    role: rowRole(row, { isLast: typed.slice(index + 1).every((other) => !hasAmount(other)) }),
  }));
  const bare = {
    caption: first.caption,
    pages: pieces.map((piece) => piece.page),
    parts: partsOf(pieces),
    columns: columns.map(({ heading, role }) => ({ heading, role })),
    rows,
  };
  const named = nameSchedule(bare);
  return { ...named, ...bare, proof: proveSchedule({ ...named, ...bare }) };
}

/** Headings over a column from top to bottom, those that span it included. */
function headingOf(heads: DraftRow[], column: number): string {
  const over = heads.map((row) =>
    row.cells.findLast(
      (cell, index) => index <= column && index + cell.colSpan > column && cell.words.length > 0,
    ),
  );
  return over
    .map((cell) => cellText(cell))
    .filter((text) => text !== '')
    .join(' ');
}

function hasAmount(row: Row): boolean {
  return row.cells.some((cell) => cell.value.type === 'amount');
}

function toCell(cell: DraftCell, at: { page: number; style: FigureStyle; place: CellPlace }): Cell {
  const raw = cellText(cell);
  return {
    raw,
    value: parseCell(raw, at.style, at.place),
    confidence: Math.min(1, ...cell.words.map((word) => word.confidence)),
    page: at.page,
    box: unionBox(cell.words.map((word) => word.box)),
    ...alternativesOf(cell),
    ...(cell.colSpan > 1 ? { colSpan: cell.colSpan } : {}),
    ...(cell.rowSpan > 1 ? { rowSpan: cell.rowSpan } : {}),
  };
}

/** Other readings of a word are readings of the cell where the word is all of it. */
function alternativesOf({ words }: DraftCell): Pick<Cell, 'alternatives'> {
  const alternatives = words.length === 1 ? words[0]?.alternatives : undefined;
  return alternatives && alternatives.length > 0 ? { alternatives } : {};
}

function partsOf(pieces: JoinedDraft): SchedulePart[] {
  let firstRow = 0;
  return pieces.map((piece) => {
    const part: SchedulePart = {
      page: piece.page,
      box: piece.box,
      firstRow,
      rowCount: piece.rows.length,
      ...(piece.headRepeated ? { headRepeated: true } : {}),
    };
    firstRow += piece.rows.length;
    return part;
  });
}
