import type { TableColumn } from './table.ts';

/** Columns from left to right, each with its width: `columnsFrom(54, [['Account', 60], ['Debit', 90, 'right']])`. */
export function columnsFrom(
  left: number,
  widths: [heading: string, width: number, align?: 'right'][],
): TableColumn[] {
  let edge = left;
  return widths.map(([heading, width, align]) => {
    const column = { heading, left: edge, right: edge + width, align: align ?? 'left' } as const;
    edge += width;
    return column;
  });
}
