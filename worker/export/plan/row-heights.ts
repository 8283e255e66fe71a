import type { SheetCell, SheetModel } from './sheet-model.ts';
import { textWidth } from './text-width.ts';

/** Points; Excel's own height for 11 points. */
const LINE_HEIGHT = 15;

/** Excel's limit is 409.5 points. */
const MOST_HEIGHT = 409;

/** Points above and below what stands in the middle of its row: titles and heads. */
const BREATH = 6;

/**
 * Heights of the rows that need more than a line: spreadsheets do not fit rows to wrapped texts in files they did not write, and never
 * to merged cells.
 */
export function rowHeights({
  cells,
  widths,
  merges,
}: Pick<SheetModel, 'cells' | 'widths' | 'merges'>): SheetModel['heights'] {
  const ends = new Map(merges.map(({ from, to }) => [`${from.row},${from.col}`, to.col]));
  const heights: SheetModel['heights'] = new Map();
  for (const cell of cells) {
    if (!cell.look.wrap && !cell.look.middle) continue;
    const last = ends.get(`${cell.row},${cell.col}`) ?? cell.col;
    const width = widths.slice(cell.col - 1, last).reduce((sum, each) => sum + each, 0);
    const lines = cell.look.wrap ? linesOf(cell, width) : 1;
    const needed = (lines * LINE_HEIGHT * (cell.look.size ?? 11)) / 11 + (cell.look.middle ? BREATH : 0);
    if (needed > LINE_HEIGHT)
      heights.set(cell.row, Math.min(Math.max(heights.get(cell.row) ?? 0, Math.round(needed)), MOST_HEIGHT));
  }
  return heights;
}

/** Width of a blank in digits. */
const BLANK = 0.5;

/** Lines the text takes when broken between words. */
function linesOf({ content, look }: SheetCell, width: number): number {
  if (content.type !== 'text') return 1;
  const room = Math.max(width - 1 - (look.indent ?? 0) * 1.5, 1);
  let lines = 1;
  let filled = 0;
  for (const word of content.text.split(' ')) {
    const length = textWidth(word) * (look.bold ? 1.08 : 1);
    if (filled > 0 && filled + BLANK + length > room) {
      lines++;
      filled = 0;
    }
    filled += (filled > 0 ? BLANK : 0) + length;
    lines += Math.ceil(filled / room) - 1;
    filled = filled > room ? filled % room : filled;
  }
  return lines;
}
