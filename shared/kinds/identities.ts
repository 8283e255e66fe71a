import type { KindIdentity } from './kind.ts';

const OPENING = /opening|beginning|brought forward|\bb\/f\b|start of/;
const CLOSING = /closing|ending|\bend of|carried forward|\bc\/f\b/;

const ROLL_FORWARD: KindIdentity = {
  id: 'opening + movements = closing',
  form: 'across',
  target: CLOSING,
  addends: /./,
  needs: [OPENING],
};
const ROLL_FORWARD_DOWN: KindIdentity = {
  id: 'opening + movements = closing',
  form: 'down',
  target: CLOSING,
  addends: /./,
  needs: [OPENING],
};
const PARTS: KindIdentity = {
  id: 'parts = total',
  form: 'across',
  target: /\btotal\b/,
  addends: /./,
  plain: true,
};
const NET_BOOK_VALUE: KindIdentity = {
  id: 'cost - accumulated = net book value',
  form: 'across',
  target: /net book|\bnbv\b|carrying|\bnet\b/,
  addends: /cost|gross|accum|deprec|closing/,
  needs: [/cost|gross/, /accum|deprec/],
};
const BUCKETS: KindIdentity = {
  id: 'buckets = total',
  form: 'across',
  target: /total|balance|outstanding|amount due/,
  addends: /\d|current|not (yet )?due|over|days|past/,
  plain: true,
};
const RUNNING_BALANCE: KindIdentity = {
  id: 'balance before + credits - debits = balance',
  form: 'chain',
  target: /balance/,
  addends: /debit|credit|\bdr\b|\bcr\b|withdraw|deposit|paid|receipt|payment|amount|charge|\bin\b|\bout\b/,
};
const GROSS_LESS_RESERVE = { addends: /gross|cost|inventor|reserve|provision|allowance|obsolescence/ };
const EQUITY = /equity|capital|deficit|funds/;
const BALANCE: readonly KindIdentity[] = [
  {
    id: 'assets = liabilities + equity',
    form: 'down',
    target: /^total assets/,
    addends: /^total (liabilities,? (and|&)|.*(equity|capital|funds) (and|&) .*liabilities)/,
    anywhere: true,
  },
  {
    id: 'assets = liabilities + equity',
    form: 'down',
    target: /^total assets/,
    addends: /^total liabilities$|^total (?!.*liabilities).*(equity|capital|deficit|funds)/,
    needs: [/^total liabilities$/, EQUITY],
    anywhere: true,
  },
];

/** What must hold, by the id of the kind. Titles and headings are compared in lower case. */
export const IDENTITIES: Readonly<Record<string, readonly KindIdentity[]>> = {
  'fixed-assets': [ROLL_FORWARD, NET_BOOK_VALUE, ROLL_FORWARD_DOWN],
  depreciation: [
    {
      id: 'prior + current = accumulated',
      form: 'across',
      target: /accum|to date|closing/,
      addends: /prior|opening|beginning|current|charge|expense|deprec|year/,
      needs: [/prior|opening|beginning/],
    },
    NET_BOOK_VALUE,
    ROLL_FORWARD,
  ],
  'ar-ageing': [BUCKETS, PARTS],
  'ap-ageing': [BUCKETS, PARTS],
  debt: [
    ROLL_FORWARD,
    {
      id: 'current + long-term = closing',
      form: 'across',
      target: /closing|ending|total|balance|outstanding/,
      addends: /current|long-?term|non-?current|short-?term/,
      needs: [/current|short/, /long|non-?current/],
    },
    {
      id: 'total - current = long-term',
      form: 'down',
      target: /^(total )?long-?term|non-?current (portion|borrowings)|net of current|less current/,
      addends: /^total|current (portion|maturities|instal)/,
      needs: [/current/, /total/],
    },
  ],
  'loan-amortisation': [
    {
      id: 'principal + interest = payment',
      form: 'across',
      target: /payment|instal/,
      addends: /principal|interest|fees?|escrow/,
      needs: [/principal/, /interest/],
    },
    {
      id: 'opening - principal = closing',
      form: 'across',
      target: CLOSING,
      addends: /opening|beginning|principal|payment|interest|extra/,
      needs: [OPENING],
    },
    {
      id: 'balance - principal = balance',
      form: 'chain',
      target: /balance|outstanding/,
      addends: /principal/,
    },
  ],
  lease: [
    ROLL_FORWARD,
    {
      id: 'payments - imputed interest = liability',
      form: 'down',
      target: /present value|lease liabilit/,
      addends: /total|undiscounted|minimum|interest|discount/,
      needs: [/interest|discount/, /total|undiscounted|minimum/],
    },
    PARTS,
  ],
  prepaid: [
    {
      id: 'total - amortised = remaining',
      form: 'across',
      target: /remaining|unexpired|unamorti|closing|balance/,
      addends: /total|paid|amount|cost|amorti|expensed|used/,
      needs: [/amorti|expensed|used/],
    },
    ROLL_FORWARD,
  ],
  accrued: [ROLL_FORWARD, ROLL_FORWARD_DOWN],
  inventory: [
    {
      id: 'quantity x unit cost = extended',
      form: 'product',
      target: /extended|value|amount|total|cost/,
      addends: /quantity|\bqty\b|on hand|units?\b|price|rate|cost/,
      needs: [/quantity|\bqty\b|on hand|units\b/, /unit|price|rate|cost/],
    },
    { id: 'gross - reserve = net', form: 'across', target: /\bnet\b/, ...GROSS_LESS_RESERVE },
    {
      id: 'gross - reserve = net',
      form: 'down',
      target: /\bnet\b/,
      ...GROSS_LESS_RESERVE,
      needs: [/reserve|provision|allowance|obsolescence/],
    },
  ],
  'trial-balance': [
    { id: 'debits = credits', form: 'totals', target: /credit|\bcr\b/, addends: /debit|\bdr\b/ },
  ],
  ledger: [RUNNING_BALANCE, ROLL_FORWARD_DOWN],
  'bank-statement': [RUNNING_BALANCE, ROLL_FORWARD_DOWN],
  'income-statement': [
    {
      id: 'revenue - cost of sales = gross profit',
      form: 'down',
      target: /^gross (profit|margin)/,
      addends: /revenues?$|^(net |total )?(revenues?|sales|turnover)\b|cost of/,
      needs: [/cost of/, /revenue|sales|turnover/],
    },
    {
      id: 'income before tax - tax = net income',
      form: 'down',
      target: /^net (income|loss|earnings|profit)|^profit for/,
      addends: /before .*tax|income tax|provision for|^tax/,
      needs: [/before/, /^(?!.*before).*tax/],
    },
  ],
  'balance-sheet': [
    ...BALANCE,
    {
      id: 'net assets = equity',
      form: 'down',
      target: /^total (equity|shareholders|stockholders|capital and reserves)/,
      addends: /^net assets$/,
      anywhere: true,
    },
  ],
  'cash-flow': [
    {
      id: 'three activities = net change',
      form: 'down',
      target: /net (increase|decrease|change)|(increase|decrease) in cash/,
      addends: /^(net )?cash .*(operating|investing|financing)|^net cash|effect of|exchange/,
      needs: [/operating/, /investing/, /financing/],
    },
    {
      id: 'opening + change = closing',
      form: 'down',
      target: /cash.*(end of|closing|ending)|(closing|ending) cash/,
      addends:
        /cash.*(beginning|opening|start)|(opening|beginning) cash|net (increase|decrease|change)|effect of|exchange/,
      needs: [/beginning|opening|start/, /increase|decrease|change/],
    },
  ],
  equity: [ROLL_FORWARD_DOWN, PARTS],
  'bank-reconciliation': [
    {
      id: 'balance + items = adjusted balance',
      form: 'down',
      target: /^adjusted /,
      addends: /./,
      needs: [/balance per/],
    },
    {
      id: 'adjusted bank = adjusted books',
      form: 'down',
      target: /adjusted .*(book|ledger)/,
      addends: /adjusted .*bank/,
      anywhere: true,
    },
  ],
  variance: [
    {
      id: 'actual - budget = variance',
      form: 'across',
      target: /variance|difference|over|under/,
      addends: /actual|budget|plan|forecast|prior/,
      needs: [/actual/, /budget|plan|forecast|prior/],
    },
  ],
  'tax-form': [...BALANCE, ROLL_FORWARD_DOWN],
};
