import type { KindWords } from './kind.ts';

/** Kinds of schedules behind the accounts: registers, ageings, roll-forwards, ledgers. */
export const LEDGER_KINDS: readonly KindWords[] = [
  {
    id: 'bank-reconciliation',
    name: 'Bank reconciliation',
    title: [[/bank reconciliation/, 4]],
    head: [],
    label: [
      [/outstanding (checks|cheques)/, 3],
      [/deposits? in transit/, 3],
      [/balance per (bank|books|ledger|statement)/, 3],
      [/adjusted (bank|book)/, 3],
    ],
  },
  {
    id: 'depreciation',
    name: 'Depreciation register',
    title: [
      [/depreciation (schedule|register)|schedule of fixed assets/, 4],
      [/fixed assets?|property,? plant/, 1],
    ],
    head: [
      [/in service|acquired|acquisition date/, 2],
      [/\blife\b/, 2],
      [/\bcharge\b|depreciation|\bexpense\b/, 1],
      [/accumulated/, 1],
      [/net book|nbv|carrying/, 1.5],
      [/\bcost\b/, 0.5],
      [/method/, 1],
    ],
    label: [],
  },
  {
    id: 'fixed-assets',
    name: 'Fixed asset roll-forward',
    title: [
      [/property,? plant|fixed asset|tangible assets/, 3],
      [/roll-?forward|movements?/, 1],
    ],
    head: [
      [/additions/, 2],
      [/disposals?|retirements?/, 2],
      [/transfers?/, 1],
      [/opening|beginning/, 1],
      [/closing|ending/, 1],
      [/land|buildings?|machinery|vehicles|furniture/, 1.5],
    ],
    label: [
      [/accumulated depreciation/, 3],
      [/additions/, 1],
      [/disposals/, 1.5],
      [
        /\bland\b|buildings?|machinery|equipment|vehicles|furniture|computers?|leasehold improvements|construction in progress/,
        1,
      ],
      [/net book|property.*net|carrying amount/, 1.5],
    ],
  },
  {
    id: 'ar-ageing',
    name: 'Receivables ageing',
    title: [
      [/receivables? ag(e)?ing|ar ag(e)?ing|aged (trade )?(receivables|debtors)/, 5],
      [/ag(e)?ing|\baged\b/, 2],
      [/receivable|debtors|customer/, 1],
    ],
    head: [
      [/\b(1|0)-30|31-60|61-90|over 90|90\+|120/, 3],
      [/current/, 1],
      [/customer|debtor/, 2],
    ],
    label: [[/past due/, 1.5]],
  },
  {
    id: 'ap-ageing',
    name: 'Payables ageing',
    title: [
      [/payables? ag(e)?ing|ap ag(e)?ing|aged (trade )?(payables|creditors)/, 5],
      [/ag(e)?ing|\baged\b/, 1.5],
      [/payable|creditors|vendor|supplier/, 2],
    ],
    head: [
      [/\b(1|0)-30|31-60|61-90|over 90|90\+|120/, 2.5],
      [/vendor|supplier|creditor/, 2.5],
    ],
    label: [],
  },
  {
    id: 'loan-amortisation',
    name: 'Loan amortisation',
    title: [
      [/amorti[sz]ation (schedule|table)|(loan|debt|repayment) schedule/, 3],
      [/\bloan\b/, 1],
    ],
    head: [
      [/principal/, 2],
      [/interest/, 1.5],
      [/payment|instal?lment/, 2],
      [/balance/, 1],
    ],
    label: [],
  },
  {
    id: 'debt',
    name: 'Debt roll-forward',
    title: [[/\bdebt\b|borrowings|notes payable|credit facilit/, 3]],
    head: [
      [/drawn|drawdown|proceeds/, 2],
      [/repaid|repayments?/, 2],
      [/lender|maturity|facility|interest rate/, 1.5],
    ],
    label: [
      [/term loan|senior notes|revolv|credit facility|debentures|notes due|borrowings/, 2],
      [/current (portion|maturities)/, 1.5],
      [/unamortized|debt issuance/, 1.5],
    ],
  },
  {
    id: 'lease',
    name: 'Lease schedule',
    title: [[/\bleases?\b/, 3]],
    head: [
      [/operating leases?|finance leases?/, 2.5],
      [/right-of-use|lease/, 2],
    ],
    label: [
      [/lease (payments|liabilit|cost|expense)|right-of-use/, 2],
      [/imputed interest/, 3],
      [/undiscounted/, 2],
      [/thereafter/, 0.5],
    ],
  },
  {
    id: 'prepaid',
    name: 'Prepaid expenses',
    title: [[/prepaid|prepayments/, 4]],
    head: [
      [/amorti[sz]ed/, 1.5],
      [/remaining|unexpired/, 1.5],
      [/start|end/, 0.5],
    ],
    label: [[/prepaid/, 1.5]],
  },
  {
    id: 'accrued',
    name: 'Accrued liabilities',
    title: [[/accru(ed|als)|provisions?|accrued liabilities/, 3]],
    head: [[/released|utili[sz]ed|charged/, 2]],
    label: [
      [/accrued/, 1.5],
      [/warranty|compensation and benefits|payroll/, 1],
    ],
  },
  {
    id: 'inventory',
    name: 'Inventory',
    title: [[/inventor(y|ies)|\bstock\b/, 3]],
    head: [
      [/quantity|\bqty\b/, 1.5],
      [/unit (cost|price)/, 2],
      [/\bsku\b|\bitem\b/, 1],
    ],
    label: [
      [/raw materials/, 2.5],
      [/work[- ]in[- ](process|progress)/, 2.5],
      [/finished goods/, 2.5],
    ],
  },
  {
    id: 'trial-balance',
    name: 'Trial balance',
    title: [[/trial balance/, 6]],
    head: [
      [/\bdebits?\b|\bdr\b/, 2],
      [/\bcredits?\b|\bcr\b/, 2],
      [/\baccount|\bacct/, 1.5],
    ],
    label: [],
  },
  {
    id: 'bank-statement',
    name: 'Bank or card statement',
    title: [[/(bank|account|card) statement|statement of account/, 4]],
    head: [
      [/\bdate\b/, 1],
      [/description|particulars|details/, 1],
      [/withdrawals?|deposits?|paid (in|out)|money (in|out)/, 2.5],
      [/balance/, 1.5],
    ],
    label: [[/(opening|closing) balance|balance (brought|carried) forward/, 1]],
  },
  {
    id: 'ledger',
    name: 'Ledger detail',
    title: [[/general ledger|ledger detail|journal/, 4]],
    head: [
      [/\bdate\b/, 1],
      [/\bref(erence)?\b|voucher|journal/, 1.5],
      [/\bdebits?\b/, 1],
      [/\bcredits?\b/, 1],
      [/balance/, 1],
    ],
    label: [],
  },
];
