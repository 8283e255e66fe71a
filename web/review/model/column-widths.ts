import type { Row, RowRole, Schedule } from '#shared/schedules/schedule.ts';
import { showValue } from './show-value.ts';

/** What each cell of a row needs in `ch`, kept by row: an edit makes one new row, and only that one is measured again. */
export type RowLengths = WeakMap<Row, readonly number[]>;

/**
 * The widths of the columns as a CSS grid template: each figure column holds its longest figure, texts take what is left.
 * Widths are in `ch` and do not depend on what a single row holds, so that no row is laid out again when another changes.
 */
export function columnWidths(
  { columns, rows }: Pick<Schedule, 'columns' | 'rows'>,
  known: RowLengths,
): string {
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
    if (isText(role)) return `minmax(min(${Math.min(wide, MOST_TEXT)}ch,34vw),${wide}fr)`;
    return texts ? `${wide}ch` : `minmax(${wide}ch,1fr)`;
  });
  return [...tracks, PROOF_WIDTH].join(' ');
}

const [LEAST, PADDING, MOST_TEXT] = [3, 1.8, 24];
const PROOF_WIDTH = '7ch';

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

/** A `ch` is as wide as a digit; letters are about as wide, marks half of it. */
function widthOf(text: string): number {
  const marks = text.match(/[.,()\s'’-]/g)?.length ?? 0;
  return text.length - marks * 0.5;
}

const BOLD = 1.1;

function isTotal(role: RowRole): boolean {
  return role === 'total' || role === 'subtotal';
}

function longestWord(text: string): number {
  return Math.max(0, ...text.split(' ').map((word) => word.length));
}
