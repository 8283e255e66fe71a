import type { Cell, Row } from '#shared/schedules/schedule.ts';
import type { ColumnStyle } from './column-style.ts';
import { figureNumber } from './figure-number.ts';
import type { Layout } from './layout.ts';
import { textWidth } from './text-width.ts';

/** Limits in characters: below the first a table looks cramped, above the second texts are wrapped. */
const LABEL = { least: 24, most: 56 };
const FIGURE = { least: 13, most: 30 };
const TEXT = { least: 10, most: 40 };

/** Widths of the columns of the table, in characters, from what stands in them. */
export function columnWidths(layout: Layout, styles: readonly ColumnStyle[]): number[] {
  return styles.map((style, col) => {
    const limits = limitsOf(layout, col);
    const body = layout.schedule.rows.slice(layout.headRows);
    const widest = body.reduce(
      (most, row) => Math.max(most, cellWidth(row, col, style)),
      headWidth(layout, col),
    );
    return Math.min(Math.max(Math.ceil(widest) + 2, limits.least), limits.most);
  });
}

function limitsOf(layout: Layout, col: number): { least: number; most: number } {
  if (col === layout.labelCol) return LABEL;
  const role = layout.schedule.columns[col]?.role;
  return role === 'amount' || role === 'percent' ? FIGURE : TEXT;
}

/** Section rows run over the blank cells at their right and so ask for no width. */
function cellWidth(row: Row, col: number, style: ColumnStyle): number {
  const cell = row.cells[col];
  if (!cell || row.role === 'section') return 0;
  const bold = row.role === 'total' || row.role === 'subtotal' ? 1.08 : 1;
  return Math.ceil(shownLength(cell, style, row) * bold);
}

function shownLength(cell: Cell, style: ColumnStyle, row: Row): number {
  const { value } = cell;
  const figure = figureNumber(value);
  if (figure === null || (value.type !== 'amount' && value.type !== 'percent'))
    return value.type === 'date' ? 12 : textWidth(cell.raw) + row.level * 3;
  // The unit of a percentage is a hundredth, but it is shown with the decimals that it was read with.
  const whole = Math.max(1, `${Math.abs(value.minor)}`.length - value.scale);
  const sign = row.role === 'total' ? style.currency.length : 0;
  return whole + Math.floor((whole - 1) / 3) + (value.scale > 0 ? value.scale + 1 : 0) + 2 + sign;
}

/** Heads wrap, but not inside a word. */
function headWidth(layout: Layout, col: number): number {
  const cells = layout.schedule.rows.slice(0, layout.headRows).map((row) => row.cells[col]);
  const texts = cells.filter((cell) => (cell?.colSpan ?? 1) === 1).map((cell) => cell?.raw ?? '');
  if (layout.headRows === 0) texts.push(layout.schedule.columns[col]?.heading ?? '');
  const words = texts.flatMap((text) => text.split(' '));
  return Math.ceil(Math.max(0, ...words.map(textWidth)) * 1.1);
}
