import { rgb } from 'pdf-lib';
import { ageingRows } from '../draw/ageing-rows.ts';
import { columnsFrom } from '../draw/columns.ts';
import type { Pen } from '../draw/paper.ts';
import { drawTable, type TableLook } from '../draw/table.ts';
import { drawPageFrame } from './draw-page-frame.ts';
import { receivables } from './receivables.ts';

/** The ageing of trade receivables by customer: the buckets sum to the total, across and down. */
export function drawReceivables(pen: Pen, page: number): void {
  const subtitle = 'December 31, 2024 · US dollars · days past due';
  const top = drawPageFrame(pen, { title: 'Ageing of trade receivables', subtitle, page });
  const columns = columnsFrom(54, [
    ['No.', 36],
    ['Customer', 112],
    ['Current', 64, 'right'],
    ['1–30', 58, 'right'],
    ['31–60', 58, 'right'],
    ['61–90', 54, 'right'],
    ['Over 90', 54, 'right'],
    ['Total', 68, 'right'],
  ]);
  drawTable(pen, { columns, rows: ageingRows(receivables, '–'), look }, top);
}

const look: TableLook = {
  sizePoints: 8.6,
  rowPoints: 16.5,
  hairline: rgb(0.72, 0.74, 0.77),
  headRule: rgb(0.12, 0.23, 0.3),
  totalRules: true,
};
