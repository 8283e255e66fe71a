import { describe, expect, it } from 'vitest';
import { nameSchedule } from '#shared/kinds/name-schedule.ts';
import { KINDS } from '#shared/kinds/kinds.ts';
import type { Row } from '#shared/schedules/schedule.ts';

function named(title: string, heads: string[], labels: string[] = []) {
  const row = (role: Row['role'], texts: string[]): Row => ({
    role,
    level: 0,
    cells: texts.map((raw) => ({
      raw,
      value: { type: 'text', text: raw },
      confidence: 1,
      page: 1,
      box: null,
    })),
  });
  const columns = heads.map((heading) => ({ heading, role: 'amount' as const }));
  return nameSchedule({
    caption: { title },
    columns,
    rows: [row('head', heads), ...labels.map((label) => row('line', [label]))],
  });
}

describe('kinds', () => {
  it.each([
    ['trial-balance', named('', ['Acct', 'Account name', 'Debit', 'Credit'])],
    [
      'ar-ageing',
      named('Accounts Receivable Ageing', ['Customer', 'Current', '1–30', '31–60', 'Over 90', 'Total']),
    ],
    ['ap-ageing', named('Aged creditors', ['Supplier', 'Current', '1–30', '31–60'])],
    [
      'depreciation',
      named('Schedule of Fixed Assets', ['Asset', 'In service', 'Life', 'Cost', 'Net book value']),
    ],
    ['loan-amortisation', named('Loan Amortisation Schedule', ['Date', 'Payment', 'Interest', 'Principal'])],
    [
      'income-statement',
      named('', ['', '2024'], ['Revenue', 'Cost of sales', 'Gross profit', 'Operating income', 'Net income']),
    ],
    ['balance-sheet', named('Consolidated Balance Sheets', ['', '2024'], ['Total assets'])],
    [
      'cash-flow',
      named('', ['2024'], ['Net cash from operating activities', 'Net cash used in investing activities']),
    ],
  ])('%s is known by its words', (kind, found) => {
    expect(found.kind).toBe(kind);
  });

  it('a table of unknown kind is named by its title, or "Table"', () => {
    expect(named('Table 6: Students by grade', ['Year', 'Total'])).toEqual({
      kind: 'table',
      name: 'Table 6: Students by grade',
    });
    expect(named('', ['a', 'b'])).toEqual({ kind: 'table', name: 'Table' });
  });

  it('one weak word is not enough', () => {
    expect(named('Staff', ['Name', 'Balance'], ['Equipment']).kind).toBe('table');
  });

  it('ids are unique', () => {
    expect(new Set(KINDS.map((kind) => kind.id)).size).toBe(KINDS.length);
  });
});
