import type { KindWords } from './kind.ts';

/** Kinds of statements and what is filed or compared with them. */
export const STATEMENT_KINDS: readonly KindWords[] = [
  {
    id: 'income-statement',
    name: 'Income statement',
    title: [[/income statement|statements? of (operations|income|earnings|profit)|profit (and|&) loss/, 5]],
    head: [[/years? ended|months ended|quarter/, 0.5]],
    label: [
      [/\brevenues?\b|net sales|turnover/, 1],
      [/cost of (sales|goods|revenue|products|services)/, 1.5],
      [/gross (profit|margin)/, 1.5],
      [/operating (income|profit|expenses|loss)/, 1.5],
      [/net (income|loss|earnings)|profit for/, 1],
      [/income tax|provision for/, 0.5],
      [/selling, general/, 1],
    ],
  },
  {
    id: 'balance-sheet',
    name: 'Balance sheet',
    title: [[/balance sheet|statements? of financial (position|condition)/, 5]],
    head: [],
    label: [
      [/total assets/, 2],
      [/total (current )?liabilities/, 1.5],
      [/current assets/, 1.5],
      [/liabilities and (stockholders|shareholders)?|total equity/, 1.5],
      [/cash and cash equivalents/, 0.5],
      [/accounts payable/, 0.5],
      [/retained earnings/, 1],
      [/goodwill/, 0.5],
    ],
  },
  {
    id: 'cash-flow',
    name: 'Cash flow statement',
    title: [[/cash flows?/, 4]],
    head: [],
    label: [
      [/operating activities/, 2],
      [/investing activities/, 2],
      [/financing activities/, 2],
      [/net (increase|decrease|change) in cash/, 2],
    ],
  },
  {
    id: 'equity',
    name: 'Equity roll-forward',
    title: [[/(changes in|statements? of) .*equity|stockholders. equity|shareholders. equity/, 4]],
    head: [
      [/retained earnings/, 2],
      [/(common|preferred) (stock|shares)|share capital/, 2],
      [/treasury/, 2],
      [/paid-in capital|share premium/, 2],
      [/comprehensive/, 1],
    ],
    label: [
      [/dividends/, 1],
      [/share-based|stock-based/, 1],
      [/repurchase/, 1],
      [/balance (at|as of)/, 1],
    ],
  },
  {
    id: 'income-tax',
    name: 'Income taxes',
    title: [[/income tax|deferred tax|taxation/, 3]],
    head: [],
    label: [
      [/deferred tax/, 2],
      [/valuation allowance/, 2],
      [/statutory (rate|federal)|federal/, 1],
      [/effective (tax )?rate/, 2],
      [/state and local|foreign/, 0.5],
    ],
  },
  {
    id: 'variance',
    name: 'Budget variance',
    title: [[/variance|budget (vs|versus|to)/, 3]],
    head: [
      [/budget/, 2],
      [/actual/, 1.5],
      [/variance/, 3],
    ],
    label: [],
  },
  {
    id: 'tax-form',
    name: 'Tax form',
    title: [[/schedule (c|l|m-1|m-2|k-1)\b|form (1040|1065|1120)/, 8]],
    head: [],
    label: [],
  },
];
