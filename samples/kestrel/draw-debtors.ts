import { ageingRows } from '../draw/ageing-rows.ts';
import { columnsFrom } from '../draw/columns.ts';
import type { Pen } from '../draw/paper.ts';
import { drawTable } from '../draw/table.ts';
import { write } from '../draw/write.ts';
import { debtors } from './debtors.ts';

/** The aged debtors report as a ledger program prints it: one size of type, no lines at all. */
export function drawDebtors(pen: Pen): void {
  const [left, right] = [60, 782];
  write(pen, 'KESTREL SUPPLIES LTD', { x: left, y: 62, size: 11, font: pen.fonts.bold });
  write(pen, 'Page 1', { x: right, y: 62, size: 10, align: 'right' });
  write(pen, 'Aged debtors as at 30 September 2024', { x: left, y: 80, size: 11, font: pen.fonts.bold });
  write(pen, 'Printed 02/10/2024 08:14', { x: right, y: 80, size: 10, align: 'right' });
  write(pen, 'Amounts in GBP, by days past the due date', { x: left, y: 96, size: 10 });
  const columns = columnsFrom(left - 4, [
    ['Acct', 54],
    ['Customer', 158],
    ['Current', 92, 'right'],
    ['30 days', 86, 'right'],
    ['60 days', 82, 'right'],
    ['90 days', 82, 'right'],
    ['Older', 82, 'right'],
    ['Total', 94, 'right'],
  ]);
  drawTable(
    pen,
    { columns, rows: ageingRows(debtors, '0.00'), look: { sizePoints: 10, rowPoints: 17.2 } },
    116,
  );
}
