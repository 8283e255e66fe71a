import { rgb } from 'pdf-lib';
import { columnsFrom } from '../draw/columns.ts';
import { newPage, type Paper } from '../draw/paper.ts';
import { printAmount } from '../draw/print-amount.ts';
import { drawTable, type TableLook, type TableRow } from '../draw/table.ts';
import { accounts, type Account } from './accounts.ts';
import { drawPageFrame } from './draw-page-frame.ts';

const rowsOnFirstPage = 38;

/** The trial balance over two pages: the head is repeated, the totals stand at the end of the second. */
export function drawTrialBalance(paper: Paper, firstPage: number): void {
  const rows = accounts.map(accountRow);
  const parts = [rows.slice(0, rowsOnFirstPage), [...rows.slice(rowsOnFirstPage), totalRow()]];
  const columns = columnsFrom(54, [
    ['Account', 58],
    ['Account title', 270],
    ['Debit', 88, 'right'],
    ['Credit', 88, 'right'],
  ]);
  for (const [index, part] of parts.entries()) {
    const pen = newPage(paper);
    const title = index === 0 ? 'Trial balance' : 'Trial balance (continued)';
    const top = drawPageFrame(pen, {
      title,
      subtitle: 'December 31, 2024 · US dollars',
      page: firstPage + index,
    });
    drawTable(pen, { columns, rows: part, look }, top);
  }
}

const look: TableLook = {
  sizePoints: 9.5,
  rowPoints: 15.6,
  hairline: rgb(0.72, 0.74, 0.77),
  headRule: rgb(0.12, 0.23, 0.3),
  totalRules: true,
};

function accountRow([code, title, cents]: Account): TableRow {
  const [debit, credit] = cents >= 0 ? [cents, 0] : [0, -cents];
  return { cells: [code, title, printAmount(debit, 2, ''), printAmount(credit, 2, '')], kind: 'line' };
}

function totalRow(): TableRow {
  const sum = (wanted: (cents: number) => boolean): number =>
    accounts.reduce((total, [, , cents]) => (wanted(cents) ? total + Math.abs(cents) : total), 0);
  const [debits, credits] = [sum((cents) => cents > 0), sum((cents) => cents < 0)];
  return { cells: ['', 'Total', printAmount(debits, 2), printAmount(credits, 2)], kind: 'total' };
}
