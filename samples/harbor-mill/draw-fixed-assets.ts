import { rgb } from 'pdf-lib';
import { assetRows } from '../draw/asset-rows.ts';
import { columnsFrom } from '../draw/columns.ts';
import type { Pen } from '../draw/paper.ts';
import { drawTable, type TableLook } from '../draw/table.ts';
import { writeParagraph } from '../draw/write.ts';
import { drawPageFrame } from './draw-page-frame.ts';
import { fixedAssets } from './fixed-assets.ts';

/** The roll-forward of property, plant and equipment in three sections, and the note below it. */
export function drawFixedAssets(pen: Pen, page: number): void {
  const title = 'Property, plant and equipment roll-forward';
  const top = drawPageFrame(pen, { title, subtitle: 'Year ended December 31, 2024 · US dollars', page });
  const columns = columnsFrom(54, [
    ['', 154],
    ['Opening', 70, 'right'],
    ['Additions', 70, 'right'],
    ['Disposals', 70, 'right'],
    ['Depreciation', 70, 'right'],
    ['Closing', 70, 'right'],
  ]);
  const bottom = drawTable(pen, { columns, rows: assetRows(fixedAssets, 'Total'), look }, top);
  writeParagraph(pen, note, { x: 58, y: bottom + 34, width: 496, leading: 13, size: 9.5 });
}

const note =
  'Book values. Buildings are depreciated over 20 to 40 years, production lines over 7 to 12, vehicles over 5, furniture ' +
  'over 5 and computers over 3. Disposals are shown at book value; the loss on them was $9,840.';

const look: TableLook = {
  sizePoints: 10,
  rowPoints: 18.5,
  hairline: rgb(0.72, 0.74, 0.77),
  headRule: rgb(0.12, 0.23, 0.3),
  sectionFill: rgb(0.94, 0.95, 0.96),
  totalRules: true,
};
