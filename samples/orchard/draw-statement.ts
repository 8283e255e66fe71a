import { rgb } from 'pdf-lib';
import { columnsFrom } from '../draw/columns.ts';
import { newPage, type Paper, type Pen } from '../draw/paper.ts';
import { printAmount } from '../draw/print-amount.ts';
import { drawTable, type TableLook } from '../draw/table.ts';
import { band, rule, write, writeParagraph } from '../draw/write.ts';
import { statementPages, statementTotals } from './statement-pages.ts';

/** The sheets of the bank statement; gives how many there are. */
export function drawStatement(paper: Paper): number {
  const sheets = statementPages();
  for (const [index, rows] of sheets.entries()) {
    const pen = newPage(paper);
    drawBankHead(pen, `Sheet ${index + 1} of ${sheets.length}`);
    if (index === 0) drawAddress(pen);
    if (index === 0) drawSummary(pen);
    drawTable(pen, { columns, rows, look }, index === 0 ? 306 : 132);
    drawFoot(pen);
  }
  return sheets.length;
}

const left = 42;
const right = 553;
const green = rgb(0.11, 0.36, 0.27);
const grey = rgb(0.38, 0.4, 0.42);

const columns = columnsFrom(left, [
  ['Date', 66],
  ['Details', 217],
  ['Paid out (£)', 74, 'right'],
  ['Paid in (£)', 74, 'right'],
  ['Balance (£)', 80, 'right'],
]);

const look: TableLook = {
  sizePoints: 8.8,
  rowPoints: 16,
  zebra: rgb(0.93, 0.96, 0.94),
  headBand: { fill: green, ink: rgb(1, 1, 1) },
};

function drawBankHead(pen: Pen, sheet: string): void {
  band(pen, { x0: left, x1: left + 16, top: 36, height: 16, fill: green });
  band(pen, { x0: left + 10, x1: left + 26, top: 46, height: 16, fill: rgb(0.55, 0.72, 0.35) });
  write(pen, 'Northgate & Vale Bank', { x: left + 36, y: 54, size: 16, font: pen.fonts.bold, ink: green });
  write(pen, 'Business current account', { x: right, y: 46, size: 9, align: 'right', ink: grey });
  write(pen, sheet, { x: right, y: 59, size: 9, align: 'right', ink: grey });
  rule(pen, { x0: left, x1: right, y: 74, thick: 1, ink: green });
  write(pen, 'Statement of account', { x: left, y: 98, size: 13, font: pen.fonts.bold });
  write(pen, 'Orchard Vale Cider Co. Ltd  ·  1 October to 31 December 2024', { x: left, y: 114, size: 9.5 });
  write(pen, 'Sort code 00-14-92   Account 30471185', { x: right, y: 114, size: 9.5, align: 'right' });
}

function drawAddress(pen: Pen): void {
  const lines = [
    'The Directors',
    'Orchard Vale Cider Co. Ltd',
    'Pressing House, Mill Lane',
    'Lower Ambrey',
    'HR0 4QX',
  ];
  for (const [index, line] of lines.entries())
    write(pen, line, { x: left + 18, y: 172 + index * 14, size: 10 });
}

/** Opening balance, movements and closing balance in a box of their own. */
function drawSummary(pen: Pen): void {
  const { openingPence, paidInPence, paidOutPence, closingPence } = statementTotals();
  const summary = columnsFrom(343, [
    ['Account summary', 120],
    ['£', 90, 'right'],
  ]);
  const lines: [string, number][] = [
    ['Opening balance', openingPence],
    ['Paid in', paidInPence],
    ['Paid out', -paidOutPence],
  ];
  const rows = lines.map(([label, pence]) => ({
    cells: [label, printAmount(pence, 2)],
    kind: 'line' as const,
  }));
  const closing = { cells: ['Closing balance', printAmount(closingPence, 2)], kind: 'total' as const };
  drawTable(pen, { columns: summary, rows: [...rows, closing], look }, 158);
}

function drawFoot(pen: Pen): void {
  const place = { x: left, y: 806, size: 7, ink: grey, width: right - left, leading: 9 };
  writeParagraph(pen, footText, place);
}

const footText =
  'Northgate & Vale Bank plc is an invented bank. Please check every entry and tell us of any error within 30 days. ' +
  'Overdraft rate 11.9% EAR variable. Calls may be recorded.';
