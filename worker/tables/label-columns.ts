import { figureShape, isFigure } from './figure-shape.ts';
import { cellText, type DraftCell } from './table-draft.ts';

/** How many columns stand before the first that mostly holds figures; account numbers before a name are part of the label. At least one. */
export function labelColumns(rows: readonly DraftCell[][], columnCount: number): number {
  const kinds = Array.from({ length: columnCount }, (_, column) => holdsFigures(rows, column));
  const name = kinds.indexOf(false);
  const first = kinds.findIndex((figures, column) => figures && column > Math.max(0, name <= 1 ? name : 0));
  return first < 0 ? 1 : first;
}

function holdsFigures(rows: readonly DraftCell[][], column: number): boolean {
  const texts = rows.map((cells) => cellText(cells[column])).filter((text) => text !== '');
  return texts.filter((text) => isFigure(figureShape(text))).length > texts.length / 2;
}
