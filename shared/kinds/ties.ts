/** A figure that two schedules of one document must share, by kind and by words. */
export interface TieRule {
  id: string;
  from: TieEnd;
  to: TieEnd;
}

/** Where a figure stands: in rows whose label matches, or else in the rows of totals; in columns whose heading matches. */
export interface TieEnd {
  kind: string;
  row?: RegExp;
  column?: RegExp;
}

const CLOSING =
  /closing|ending|end of|carried forward|net book|carrying|remaining|total|extended|balance|value/;
const SHEET = 'balance-sheet';

/** What ties schedules to the statements, and statements to each other. Labels and headings are compared in lower case. */
export const TIES: readonly TieRule[] = [
  onSheet('receivables', 'ar-ageing', /receivable|debtors/),
  onSheet('payables', 'ap-ageing', /payable|creditors/),
  onSheet('fixed assets', 'fixed-assets', /property|fixed assets|equipment/),
  onSheet('fixed assets', 'depreciation', /property|fixed assets|equipment/),
  onSheet('inventory', 'inventory', /inventor|stock/),
  onSheet('borrowings', 'debt', /debt|borrowings|loans?\b|notes/),
  onSheet('prepaid expenses', 'prepaid', /prepaid|prepayments/),
  onSheet('accrued liabilities', 'accrued', /accrued|accruals|provisions/),
  onSheet('lease liabilities', 'lease', /lease/),
  {
    id: 'closing cash = balance sheet',
    from: { kind: 'cash-flow', row: /cash.*(end of|closing|ending)/ },
    to: { kind: SHEET, row: /^cash/ },
  },
  {
    id: 'closing equity = balance sheet',
    from: { kind: 'equity', row: /closing|ending|balance (at|as of)/, column: /total/ },
    to: { kind: SHEET, row: /^total .*(equity|funds)$/ },
  },
  {
    id: 'net income = cash flow statement',
    from: {
      kind: 'income-statement',
      row: /^(net|consolidated net) (income|loss|earnings|profit)|^profit for/,
    },
    to: { kind: 'cash-flow', row: /^net (income|loss|earnings|profit)|^profit for/ },
  },
  {
    id: 'net income = equity roll-forward',
    from: {
      kind: 'income-statement',
      row: /^(net|consolidated net) (income|loss|earnings|profit)|^profit for/,
    },
    to: { kind: 'equity', row: /^net (income|loss|earnings|profit)|^profit for/ },
  },
];

function onSheet(what: string, kind: string, row: RegExp): TieRule {
  return { id: `${what} = balance sheet`, from: { kind, column: CLOSING }, to: { kind: SHEET, row } };
}
