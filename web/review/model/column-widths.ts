import type { Row, RowRole, Schedule } from '#shared/schedules/schedule.ts';
import { showValue } from './show-value.ts';

/** Characters that each cell of a row needs, kept by row: an edit makes one new row, and only that one is measured again. */
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
    const chars = Math.max(longest[col] ?? 0, LEAST) + PADDING;
    if (isText(role)) return `minmax(${Math.min(chars, MOST_TEXT)}ch,${chars}fr)`;
    return texts ? `${chars}ch` : `minmax(${chars}ch,1fr)`;
  });
  return [...tracks, PROOF_WIDTH].join(' ');
}

const [LEAST, PADDING, MOST_TEXT] = [4, 2.5, 26];
const PROOF_WIDTH = '8ch';

function isText(role: string): boolean {
  return role === 'label' || role === 'text';
}

/** Heads may be broken between words, a section runs over its whole row; bold figures are a little wider. */
function lengthsOf({ role, level, cells }: Row): number[] {
  if (role === 'section') return [];
  return cells.map((cell, col) => {
    if (role === 'head') return (cell.colSpan ?? 1) > 1 ? 0 : longestWord(cell.raw);
    const shown = showValue(cell, role).length;
    return shown === 0 ? 0 : shown + (isTotal(role) ? 1 : 0) + (col === 0 ? 2 * level : 0);
  });
}

function isTotal(role: RowRole): boolean {
  return role === 'total' || role === 'subtotal';
}

function longestWord(text: string): number {
  return Math.max(0, ...text.split(' ').map((word) => word.length));
}
