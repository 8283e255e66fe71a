import { printAmount } from '../draw/print-amount.ts';
import type { TableRow } from '../draw/table.ts';
import { makeTransactions, openingPence, type Transaction } from './transactions.ts';

export interface StatementTotals {
  openingPence: number;
  paidOutPence: number;
  paidInPence: number;
  closingPence: number;
}

/** How many movements stand on each sheet; the first is shorter because of the address. */
const sheetLengths = [23, 32, 24];

/** The rows of each sheet: Date, Details, Paid out, Paid in, Balance, with the balance carried from sheet to sheet. */
export function statementPages(): TableRow[][] {
  const transactions = makeTransactions();
  let balance = openingPence;
  let start = 0;
  return sheetLengths.map((length, sheet) => {
    const part = transactions.slice(start, start + length);
    start += length;
    const first = sheet === 0 ? 'Opening balance' : 'Balance brought forward';
    const rows = [balanceRow(dayOf(part.at(0)), first, balance)];
    for (const transaction of part) {
      balance += transaction.pence;
      rows.push(movementRow(transaction, balance));
    }
    if (sheet < sheetLengths.length - 1)
      return [...rows, balanceRow(dayOf(part.at(-1)), 'Balance carried forward', balance)];
    return [...rows, totalsRow(), balanceRow(dayOf(part.at(-1)), 'Closing balance', balance)];
  });
}

export function statementTotals(): StatementTotals {
  const amounts = makeTransactions().map(({ pence }) => pence);
  const paidInPence = amounts.filter((pence) => pence > 0).reduce((sum, pence) => sum + pence, 0);
  const paidOutPence = -amounts.filter((pence) => pence < 0).reduce((sum, pence) => sum + pence, 0);
  return { openingPence, paidOutPence, paidInPence, closingPence: openingPence + paidInPence - paidOutPence };
}

function movementRow({ date, text, pence }: Transaction, balance: number): TableRow {
  const [paidOut, paidIn] = [Math.max(0, -pence), Math.max(0, pence)];
  const amounts = [printAmount(paidOut, 2, ''), printAmount(paidIn, 2, ''), printAmount(balance, 2)];
  return { cells: [printDay(date), text, ...amounts], kind: 'line' };
}

function balanceRow(date: string, label: string, balance: number): TableRow {
  return { cells: [date, label, '', '', printAmount(balance, 2)], kind: 'subtotal' };
}

function totalsRow(): TableRow {
  const { paidOutPence, paidInPence } = statementTotals();
  return {
    cells: ['', 'Total', printAmount(paidOutPence, 2), printAmount(paidInPence, 2), ''],
    kind: 'subtotal',
  };
}

function dayOf(transaction: Transaction | undefined): string {
  return transaction === undefined ? '' : printDay(transaction.date);
}

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

function printDay(date: Date): string {
  return `${String(date.getUTCDate()).padStart(2, '0')} ${months[date.getUTCMonth()] ?? ''} ${date.getUTCFullYear()}`;
}
