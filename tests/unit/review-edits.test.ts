import { describe, expect, it, test } from 'vitest';
import { proveSchedule } from '#shared/proofs/prove-schedule.ts';
import { applyEdit } from '#shared/review/apply-edit.ts';
import type { Edit } from '#shared/review/edit.ts';
import { EditRefused } from '#shared/review/edit-refused.ts';
import type { Cell, Schedule } from '#shared/schedules/schedule.ts';
import { printedSchedule } from '#tests/fixtures/printed-schedule.ts';

const proved = (schedule: Schedule): Schedule => ({ ...schedule, proof: proveSchedule(schedule) });

/** A roll-forward in which Computers, Additions is misread: 57,830 for 57,880. */
const misread = (): Schedule =>
  proved(
    printedSchedule(
      'Property and equipment',
      `:Asset | Opening | Additions | Disposals | Closing
       Land | 120,000 | 5,500 | - | 125,500
       Buildings | 250,310 | 12,075 | (3,000) | 259,385
       Computers | 81,245 | 57,830 | (2,110) | 137,015
       = Total | 451,555 | 75,455 | (5,110) | 521,900`,
      { kind: 'fixed-asset-roll-forward', name: 'Fixed asset roll-forward' },
    ),
  );

const after = (schedule: Schedule, ...edits: Edit[]): Schedule =>
  edits.reduce((so, edit) => applyEdit(so, edit), schedule);
const cellAt = (schedule: Schedule, row: number, col: number): Cell => schedule.rows[row]?.cells[col] as Cell;
const texts = (schedule: Schedule): string[][] =>
  schedule.rows.map(({ cells }) => cells.map(({ raw }) => raw));

describe('the text of a cell', () => {
  test.each([
    ['(1,234.50)', { type: 'amount', minor: -123_450, scale: 2 }],
    ['57,880', { type: 'amount', minor: 57_880, scale: 0 }],
    [' n/a\u0000\n', { type: 'text', text: 'n/a' }],
    ['', { type: 'blank' }],
  ])('%j among amounts is typed as they are', (text, value) => {
    const set = after(misread(), { type: 'set-cell', row: 2, col: 2, text });
    expect(cellAt(set, 2, 2)).toMatchObject({ value, confidence: 1, page: 1 });
    expect(cellAt(set, 2, 2).box).toEqual(cellAt(misread(), 2, 2).box);
  });

  it('is typed as its table writes figures: 1.234 is a thousand where commas are decimal', () => {
    const german = printedSchedule('Anlagen', ':Posten | Betrag\n A | 1\n B | 2');
    const amount = (raw: string, minor: number): Partial<Cell> => ({
      raw,
      value: { type: 'amount', minor, scale: 0 },
    });
    const rows = german.rows.map((row, at) => ({
      ...row,
      cells: row.cells.map((cell, col) =>
        col === 1 ? { ...cell, ...amount(`${at + 1}.500`, (at + 1) * 1500) } : cell,
      ),
    }));
    const set = after({ ...german, rows }, { type: 'set-cell', row: 0, col: 1, text: '1.234' });
    expect(cellAt(set, 0, 1).value).toEqual({ type: 'amount', minor: 1234, scale: 0 });
  });

  it('stays text where the column holds labels or codes', () => {
    const codes = printedSchedule(
      'Accounts',
      ':Name | "Account | Balance\n Cash | 1010 | 5\n Bank | 1020 | 6',
    );
    const set = after(
      codes,
      { type: 'set-cell', row: 0, col: 1, text: '1,011' },
      { type: 'set-cell', row: 0, col: 0, text: '2024' },
    );
    expect(cellAt(set, 0, 1).value).toEqual({ type: 'text', text: '1,011' });
    expect(cellAt(set, 0, 0).value).toEqual({ type: 'text', text: '2024' });
  });

  it('that makes the sums hold takes the proposal and the doubts with it', () => {
    const doubts = [
      { row: 2, col: 2, reason: 'breaks-sum', sentence: 'Read 57,830' },
      { row: 0, col: 1, reason: 'unsure', sentence: 'Read 120,000' },
    ] as const;
    const before = { ...misread(), doubts: [...doubts] };
    expect(before.proof).toMatchObject({ state: 'broken', repairs: [{ row: 2, col: 2, reading: '57,880' }] });
    const set = after(before, { type: 'set-cell', row: 2, col: 2, text: '57,880' });
    expect(set.proof).toMatchObject({ state: 'proved' });
    expect(set.proof.repairs).toBeUndefined();
    expect(set.doubts).toEqual([doubts[1]]);
  });

  it('that breaks sums is doubted itself, and says by how much they miss', () => {
    const whole = after(misread(), { type: 'set-cell', row: 2, col: 2, text: '57,880' });
    const set = after(whole, { type: 'set-cell', row: 1, col: 1, text: '250,410' });
    expect(set.doubts).toEqual([
      {
        row: 1,
        col: 1,
        reason: 'breaks-sum',
        sentence: 'Reads 250,410, page 1: row and column are both out by 100',
      },
    ]);
  });

  it('in a head row is the heading of its column', () => {
    const headed = printedSchedule('Rent', ':Item | 2024\n Office | 10\n Shop | 20');
    const [first, ...others] = headed.rows;
    const head = { role: 'head' as const, level: 0, cells: ['Item', '2024'].map(textCell) };
    const schedule = { ...headed, rows: [head, ...(first ? [first] : []), ...others] };
    const set = after(schedule, { type: 'set-cell', row: 0, col: 1, text: '2023' });
    expect(set.columns).toEqual([schedule.columns[0], { heading: '2023', role: 'amount' }]);
    expect(cellAt(set, 0, 1).value).toEqual({ type: 'text', text: '2023' });
    expect(after(set, { type: 'delete-row', row: 0 }).columns.map(({ heading }) => heading)).toEqual([
      '',
      '',
    ]);
  });

  it('makes a line a total and no longer one, as its words say', () => {
    const lined = misread();
    const plain = after(lined, { type: 'set-cell', row: 3, col: 0, text: 'Other' });
    expect(plain.rows[3]?.role).toBe('line');
    expect(after(plain, { type: 'set-cell', row: 3, col: 0, text: 'Total' }).rows[3]?.role).toBe('total');
  });
});

describe('a proposal of the proofs', () => {
  const accept = { type: 'accept-repair', row: 2, col: 2, reading: '57,880' } as const;

  it('is accepted: the cell reads so and everything adds up', () => {
    const accepted = after(misread(), accept);
    expect(cellAt(accepted, 2, 2)).toMatchObject({
      raw: '57,880',
      value: { type: 'amount', minor: 57_880, scale: 0 },
      confidence: 1,
    });
    expect(accepted.proof.state).toBe('proved');
  });

  it('is refused where it is none', () => {
    expect(() => after(misread(), { ...accept, reading: '57,980' })).toThrow(EditRefused);
    expect(() => after(misread(), accept, accept)).toThrow(/no longer propose/);
  });

  it('does not come back for a cell that is kept, nor does its doubt, whatever is edited next', () => {
    const before = {
      ...misread(),
      doubts: [{ row: 2, col: 2, reason: 'breaks-sum', sentence: 'Read 57,830' } as const],
    };
    const kept = after(
      before,
      { type: 'keep-cell', row: 2, col: 2 },
      { type: 'set-cell', row: 0, col: 0, text: 'Land and sites' },
      { type: 'insert-row', row: 0 },
    );
    expect(cellAt(kept, 3, 2)).toEqual({ ...cellAt(before, 2, 2), kept: true });
    expect(kept.doubts).toEqual([]);
    expect(kept.proof.state).toBe('broken');
    expect(kept.proof.repairs).toBeUndefined();
  });
});

describe('rows', () => {
  it('a blank line shifts doubts, ties, pages and spans below it, and deleting it shifts them back', () => {
    const tie = {
      identity: 'x = y',
      minor: 521_900,
      scale: 0,
      other: { row: 0, col: 0, id: 'a', ordinal: 2, name: 'B' },
    };
    const base = misread();
    const [first, second] = base.rows;
    const spanned = { ...cellAt(base, 0, 0), rowSpan: 2 };
    const rows = [
      { ...first, cells: [spanned, ...(first?.cells.slice(1) ?? [])] },
      { ...second, cells: [textCell(''), ...(second?.cells.slice(1) ?? [])] },
      ...base.rows.slice(2),
    ] as Schedule['rows'];
    const before = proved({
      ...base,
      rows,
      pages: [1, 2],
      parts: [
        { page: 1, box: [0, 0, 1, 1], firstRow: 0, rowCount: 2 },
        { page: 2, box: [0, 0, 1, 1], firstRow: 2, rowCount: 2 },
      ],
      doubts: [{ row: 3, col: 1, reason: 'unsure', sentence: 'weak' }],
      ties: [{ row: 3, col: 4, ...tie }],
    });
    const inserted = after(before, { type: 'insert-row', row: 1 });
    expect(inserted.doubts[0]).toMatchObject({ row: 4, col: 1 });
    expect(inserted.ties).toEqual([{ row: 4, col: 4, ...tie }]);
    expect(inserted.parts.map(({ firstRow, rowCount }) => [firstRow, rowCount])).toEqual([
      [0, 3],
      [3, 2],
    ]);
    expect(cellAt(inserted, 0, 0).rowSpan).toBe(3);
    expect(inserted.rows[1]).toMatchObject({ role: 'line', cells: { length: 5 } });
    expect(after(inserted, { type: 'delete-row', row: 1 })).toEqual(before);
  });

  it('a page whose rows are all deleted is no page of the schedule', () => {
    const two = {
      ...misread(),
      pages: [1, 2],
      parts: [
        { page: 1, box: [0, 0, 1, 1] as const, firstRow: 0, rowCount: 3 },
        { page: 2, box: [0, 0, 1, 1] as const, firstRow: 3, rowCount: 1 },
      ],
    };
    expect(after(two, { type: 'delete-row', row: 3 })).toMatchObject({
      pages: [1],
      parts: [{ rowCount: 3 }],
    });
  });
});

describe('columns', () => {
  it('halves of figures are merged to figures, their heads with them', () => {
    const torn = printedSchedule('Cash', ':Item | "Cur | "Amount\n A | $ | 1,200\n B | | 300\n C | $ | (50)');
    const merged = after(torn, { type: 'merge-columns', col: 1 });
    expect(texts(merged)).toEqual([
      ['A', '$ 1,200'],
      ['B', '300'],
      ['C', '$ (50)'],
    ]);
    expect(merged.columns[1]).toEqual({ heading: 'Cur Amount', role: 'amount' });
    expect(cellAt(merged, 2, 1).value).toEqual({ type: 'amount', minor: -50, scale: 0, currency: '$' });
    expect(cellAt(merged, 0, 1).box).toEqual([120, 60, 270, 72]);
  });

  it('a label and a figure in one cell are split, and a heading of words stays whole', () => {
    const joined = printedSchedule(
      'Assets',
      ':Item | "Rest\n Land and sites 1,200 | x\n Other assets | x\n Cars 300 | x',
    );
    const split = after(joined, { type: 'split-column', col: 0 });
    expect(texts(split)).toEqual([
      ['Land and sites', '1,200', 'x'],
      ['Other assets', '', 'x'],
      ['Cars', '300', 'x'],
    ]);
    expect(split.columns.map(({ role }) => role)).toEqual(['label', 'amount', 'text']);
    expect(texts(after(split, { type: 'merge-columns', col: 0 }))).toEqual(texts(joined));
  });

  it('doubts and ties right of the seam move with their cells', () => {
    const doubted = {
      ...misread(),
      doubts: [{ row: 1, col: 4, reason: 'unsure', sentence: 'weak' } as const],
    };
    const wide = after(
      doubted,
      { type: 'set-cell', row: 0, col: 0, text: 'Land (old)' },
      { type: 'split-column', col: 0 },
    );
    expect(wide.doubts.filter(({ reason }) => reason === 'unsure')).toMatchObject([{ row: 1, col: 5 }]);
  });

  it.each([
    ['1,200', '3,400'],
    ['-', '3,400'],
    ['3,400', '-'],
  ])('%s and %s are no one figure', (left, right) => {
    const two = printedSchedule('Balances', `:Item | Debit | Credit\n A | ${left} | ${right}`);
    expect(() => after(two, { type: 'merge-columns', col: 1 })).toThrow(/do not join to one. Clear/);
  });
});

describe('names and kinds', () => {
  it('a name leaves the proof as it is', () => {
    const before = misread();
    const named = after(before, { type: 'rename', name: '  Fixed\tassets ' });
    expect(named).toEqual({ ...before, name: 'Fixed assets' });
    expect(named.rows).toBe(before.rows);
  });

  it('another kind proves by its own identities', () => {
    const trial = printedSchedule(
      'List',
      ':Account | Debit | Credit\n Cash | 5,120.00 | \n Loans | | 5,110.00\n = Total | 5,120.00 | 5,110.00',
    );
    const before = { ...proved(trial), name: 'Table' };
    const changed = after(before, { type: 'change-kind', kind: 'trial-balance' });
    expect(changed).toMatchObject({ kind: 'trial-balance', name: 'Trial balance' });
    expect(before.proof.checks.filter(({ prover }) => prover === 'equality')).toEqual([]);
    expect(changed.proof.checks.filter(({ prover }) => prover === 'equality')).toHaveLength(1);
  });
});

test.each<Edit>([
  { type: 'set-cell', row: 9, col: 0, text: '' },
  { type: 'set-cell', row: 0.5, col: 0, text: '' },
  { type: 'set-cell', row: 0, col: -1, text: '' },
  { type: 'set-cell', row: 0, col: 0, text: 'x'.repeat(2001) },
  { type: 'accept-repair', row: 9, col: 9, reading: '1' },
  { type: 'keep-cell', row: 4, col: 0 },
  { type: 'merge-columns', col: 4 },
  { type: 'merge-columns', col: -1 },
  { type: 'split-column', col: 5 },
  { type: 'split-column', col: 1 },
  { type: 'insert-row', row: 5 },
  { type: 'insert-row', row: -1 },
  { type: 'delete-row', row: 4 },
  { type: 'rename', name: ' \n' },
  { type: 'rename', name: 'x'.repeat(201) },
  { type: 'change-kind', kind: '__proto__' },
])('$type that does not fit is refused: %j', (edit) => {
  expect(() => applyEdit(misread(), edit)).toThrow(EditRefused);
});

it('the last row stays', () => {
  const one = printedSchedule('One', ':Item | Amount\n A | 1');
  expect(() => applyEdit(one, { type: 'delete-row', row: 0 })).toThrow(/last row/);
});

it('what an edit does not concern stays the same object', () => {
  const before = misread();
  const set = after(before, { type: 'set-cell', row: 2, col: 2, text: '57,880' });
  expect(set.rows.map((row, at) => row === before.rows[at])).toEqual([true, true, false, true]);
  expect(set.rows[2]?.cells.map((cell, col) => cell === cellAt(before, 2, col))).toEqual([
    true,
    true,
    false,
    true,
    true,
  ]);
  expect(set.columns).toBe(before.columns);
});

function textCell(raw: string): Cell {
  const value = raw === '' ? ({ type: 'blank' } as const) : ({ type: 'text', text: raw } as const);
  return { raw, value, confidence: 1, page: 1, box: null };
}
