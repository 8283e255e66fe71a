import { rgb } from 'pdf-lib';
import { assetRows } from '../draw/asset-rows.ts';
import { columnsFrom } from '../draw/columns.ts';
import type { Pen } from '../draw/paper.ts';
import { drawTable, type TableLook, type TableRow } from '../draw/table.ts';
import { write, writeParagraph } from '../draw/write.ts';
import { fixedAssets, misprint } from './fixed-assets.ts';

/** The schedule of fixed assets with its misprint, as the company attached it behind the statement. */
export function drawFixedAssets(pen: Pen): void {
  write(pen, 'Orchard Vale Cider Co. Ltd', { x: left, y: 72, size: 10 });
  write(pen, 'Tangible fixed assets', { x: left, y: 92, size: 14, font: pen.fonts.bold });
  write(pen, 'Year ended 31 December 2024, in pounds sterling', { x: left, y: 108, size: 9.5 });
  const rows = assetRows(fixedAssets, 'Total').map(withMisprint);
  const bottom = drawTable(pen, { columns, rows, look }, 124);
  const below = { x: left, width: 511, leading: 13, size: 9 };
  const next = writeParagraph(pen, basis, { ...below, y: bottom + 30 });
  writeParagraph(pen, charge, { ...below, y: next + 5 });
  write(pen, 'Year-end papers, section C', { x: left, y: 806, size: 8 });
  write(pen, 'C 4', { x: 553, y: 806, size: 8, align: 'right' });
}

const left = 42;

const columns = columnsFrom(left, [
  ['', 136],
  ['At 1 January\nOpening', 75, 'right'],
  ['\nAdditions', 75, 'right'],
  ['\nDisposals', 75, 'right'],
  ['\nDepreciation', 75, 'right'],
  ['At 31 December\nClosing', 75, 'right'],
]);

const look: TableLook = {
  sizePoints: 9.2,
  rowPoints: 18,
  zebra: rgb(0.94, 0.94, 0.92),
  headBand: { fill: rgb(0.24, 0.26, 0.29), ink: rgb(1, 1, 1) },
  totalRules: true,
};

const basis =
  'Book values. Buildings are written off over 25 years, the pressing and bottling lines over 8, tractors and vehicles ' +
  'over 4, furniture over 5 and computers over 3 years, each on a straight line from the month of purchase.';

const charge =
  'The directors reviewed the remaining lives in November and changed none of them. Disposals are at book value and ' +
  'include the old press motor, one tractor and the computers of the former shop.';

function withMisprint(row: TableRow): TableRow {
  if (row.cells[0] !== misprint.asset) return row;
  return { ...row, cells: row.cells.map((text) => (text === misprint.true ? misprint.printed : text)) };
}
