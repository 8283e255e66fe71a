import type { RGB } from 'pdf-lib';
import type { Pen } from './paper.ts';
import { band, black, rule, write } from './write.ts';

export interface TableColumn {
  /** Lines of the head, divided by "\n". */
  heading: string;
  left: number;
  right: number;
  align: 'left' | 'right';
}

export interface TableRow {
  cells: string[];
  kind: 'line' | 'section' | 'subtotal' | 'total';
  /** Levels by which the first text is set in. */
  indent?: number;
}

/** What tells one house's tables from another's; everything left out is not drawn. */
export interface TableLook {
  sizePoints: number;
  rowPoints: number;
  hairline?: RGB;
  zebra?: RGB;
  sectionFill?: RGB;
  headBand?: { fill: RGB; ink: RGB };
  headRule?: RGB;
  /** A rule above totals and a double one below. */
  totalRules?: boolean;
}

export interface Table {
  columns: TableColumn[];
  rows: TableRow[];
  look: TableLook;
}

/** Draws a table with its top at `y` and gives the y below it. */
export function drawTable(pen: Pen, table: Table, y: number): number {
  let top = drawHead(pen, table, y);
  for (const [index, row] of table.rows.entries()) {
    drawGround(pen, table, { row, index, top });
    drawCells(pen, table, { row, baseline: top + table.look.rowPoints * 0.7 });
    top += table.look.rowPoints;
    drawRules(pen, table, { row, bottom: top });
  }
  return top;
}

function drawHead(pen: Pen, { columns, look }: Table, y: number): number {
  const lineCount = Math.max(...columns.map((column) => column.heading.split('\n').length));
  const linePoints = look.sizePoints * 1.2;
  const height = lineCount * linePoints + look.rowPoints * 0.5;
  const { x0, x1 } = edges(columns);
  if (look.headBand !== undefined) band(pen, { x0, x1, top: y, height, fill: look.headBand.fill });
  const ink = look.headBand?.ink ?? black;
  for (const column of columns) {
    const lines = column.heading.split('\n');
    for (const [index, line] of lines.entries()) {
      const fromBottom = (lines.length - 1 - index) * linePoints;
      const place = { ...cellPlace(column, 0), y: y + height - look.rowPoints * 0.35 - fromBottom };
      write(pen, line, { ...place, size: look.sizePoints, font: pen.fonts.bold, ink });
    }
  }
  if (look.headRule !== undefined) rule(pen, { x0, x1, y: y + height, thick: 0.8, ink: look.headRule });
  return y + height;
}

function drawGround(
  pen: Pen,
  { columns, look }: Table,
  at: { row: TableRow; index: number; top: number },
): void {
  const striped = at.row.kind === 'line' && at.index % 2 === 1 ? look.zebra : undefined;
  const fill = at.row.kind === 'section' ? look.sectionFill : striped;
  if (fill !== undefined) band(pen, { ...edges(columns), top: at.top, height: look.rowPoints, fill });
}

function drawCells(pen: Pen, { columns, look }: Table, at: { row: TableRow; baseline: number }): void {
  const font = at.row.kind === 'line' ? pen.fonts.regular : pen.fonts.bold;
  for (const [index, column] of columns.entries()) {
    const indent = index === 0 ? (at.row.indent ?? 0) : 0;
    const text = at.row.cells[index] ?? '';
    const { x, align } = cellPlace(column, indent);
    // A closing bracket hangs out, so that the digits stand below one another.
    const hanging =
      align === 'right' && text.endsWith(')') ? font.widthOfTextAtSize(')', look.sizePoints) : 0;
    write(pen, text, { x: x + hanging, align, y: at.baseline, size: look.sizePoints, font });
  }
}

function drawRules(pen: Pen, { columns, look }: Table, at: { row: TableRow; bottom: number }): void {
  if (look.hairline !== undefined && at.row.kind === 'line') {
    rule(pen, { ...edges(columns), y: at.bottom, thick: 0.3, ink: look.hairline });
  }
  if (look.totalRules !== true || at.row.kind === 'line' || at.row.kind === 'section') return;
  for (const [index, column] of columns.entries()) {
    if (column.align === 'left' || (at.row.cells[index] ?? '') === '') continue;
    const span = { x0: column.left + 6, x1: column.right };
    rule(pen, { ...span, y: at.bottom - look.rowPoints + 0.8, thick: 0.6 });
    if (at.row.kind === 'subtotal') continue;
    rule(pen, { ...span, y: at.bottom - 0.6, thick: 0.6 });
    rule(pen, { ...span, y: at.bottom + 1.2, thick: 0.6 });
  }
}

const paddingPoints = 4;

function cellPlace(column: TableColumn, indent: number): { x: number; align: 'left' | 'right' } {
  if (column.align === 'right') return { x: column.right - paddingPoints, align: 'right' };
  return { x: column.left + paddingPoints + indent * 10, align: 'left' };
}

function edges(columns: TableColumn[]): { x0: number; x1: number } {
  return { x0: columns[0]?.left ?? 0, x1: columns.at(-1)?.right ?? 0 };
}
