import type { Row, RowRole, Schedule } from '#shared/schedules/schedule.ts';
import { showValue } from './show-value.ts';

/** What each cell of a row needs in `ch`, kept by row: an edit makes one new row, and only that one is measured again. */
export type RowLengths = WeakMap<Row, readonly number[]>;

export interface ColumnWidths {
  /** The tracks of a CSS grid. */
  template: string;
  /** What they need together, a CSS length: below it the grid is scrolled. */
  least: string;
  /** The first column's own, once there is not enough room: what stays in sight takes as much. */
  labels: string;
}

/**
 * The widths of the columns: each figure column holds its longest figure, texts take what is left. They are in `ch` and do not
 * depend on what a single row holds, so that no row is laid out again when another changes.
 */
export function columnWidths(
  { columns, rows }: Pick<Schedule, 'columns' | 'rows'>,
  known: RowLengths,
): ColumnWidths {
  const longest = columns.map(({ heading }) => longestWord(heading));
  for (const row of rows) {
    let lengths = known.get(row);
    if (!lengths) known.set(row, (lengths = lengthsOf(row)));
    for (const [col, length] of lengths.entries()) if (length > (longest[col] ?? 0)) longest[col] = length;
  }
  const texts = columns.some(({ role }) => isText(role));
  const tracks = columns.map(({ role }, col) => {
    const wide = Math.ceil(10 * (Math.max(longest[col] ?? 0, LEAST) + PADDING)) / 10;
    // On a phone a label may take a third, and is broken.
    if (isText(role)) return { least: `min(${Math.min(wide, MOST_TEXT)}ch,34vw)`, most: `${wide}fr` };
    return { least: `${wide}ch`, most: texts ? null : '1fr' };
  });
  return {
    template: [
      ...tracks.map(({ least, most }) => (most ? `minmax(${least},${most})` : least)),
      PROOF_WIDTH,
    ].join(' '),
    labels: tracks[0]?.least ?? '0ch',
    least: `calc(${[...tracks.map(({ least }) => least), PROOF_WIDTH].join(' + ')})`,
  };
}

const [LEAST, PADDING, MOST_TEXT] = [3, 1.8, 24];
const PROOF_WIDTH = '6ch';

function isText(role: string): boolean {
  return role === 'label' || role === 'text';
}

/** Heads may be broken between words, a section runs over its whole row. */
function lengthsOf({ role, level, cells }: Row): number[] {
  if (role === 'section') return [];
  return cells.map((cell, col) => {
    if (role === 'head') return (cell.colSpan ?? 1) > 1 ? 0 : longestWord(cell.raw);
    const shown = showValue(cell, role);
    return shown === '' ? 0 : widthOf(shown) * (isTotal(role) ? BOLD : 1) + (col === 0 ? 2 * level : 0);
  });
}

/** A `ch` is as wide as a digit; letters are a little narrower, marks half of it. */
function widthOf(text: string): number {
  const marks = text.match(/[.,()\s'’-]/g)?.length ?? 0;
  const letters = text.match(/\p{L}/gu)?.length ?? 0;
  return text.length - 0.5 * marks - 0.1 * letters;
}

const BOLD = 1.1;

function isTotal(role: RowRole): boolean {
  return role === 'total' || role === 'subtotal';
}

/** Of a heading, which is set smaller. */
function longestWord(text: string): number {
  return 0.9 * Math.max(0, ...text.split(' ').map(widthOf));
}
