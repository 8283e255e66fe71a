import { describe, expect, test } from 'vitest';
import { proveSchedule } from '#shared/proofs/prove-schedule.ts';
import type { Cell, DoubtReason, RowRole, Schedule } from '#shared/schedules/schedule.ts';
import { applyEdit } from '#shared/review/apply-edit.ts';
import { printedSchedule } from '#tests/fixtures/printed-schedule.ts';
import { cellTints, tintAt } from '#web/review/model/cell-tints.ts';
import { editWords } from '#web/review/model/edit-words.ts';
import { explainCell } from '#web/review/model/explain-cell.ts';
import { listLine } from '#web/review/model/list-line.ts';
import { misreadingWords } from '#web/review/model/misreading-words.ts';
import { proofMarks } from '#web/review/model/proof-marks.ts';
import { proofNews } from '#web/review/model/proof-news.ts';
import { showValue } from '#web/review/model/show-value.ts';

/** A scan in which 57,880 was read as 57,830; with `confidence` 1 it is a text layer, and the error the document's own. */
function misread(confidence = 0.9): Schedule {
  const made = printedSchedule(
    'Fixed assets',
    `: | Opening | Additions | Disposals | Depreciation | Closing
    Furniture
    Office furniture | 84,120 | 6,310 | - | (16,824) | 73,606
    Computers | 141,905 | 57,830 | (9,140) | (61,250) | 129,395
    Servers | 20,000 | 1,500 | (500) | (4,000) | 17,000
    =Total | 246,025 | 65,690 | (9,640) | (82,074) | 220,001`,
  );
  const cells = (row: Schedule['rows'][number]): Cell[] => row.cells.map((cell) => ({ ...cell, confidence }));
  const schedule = { ...made, rows: made.rows.map((row) => ({ ...row, cells: cells(row) })) };
  return { ...schedule, proof: proveSchedule(schedule) };
}

const COMPUTERS = { row: 2, col: 2 };

describe('a cell that does not fit', () => {
  test('is explained in one sentence, with the figure the page most likely says', () => {
    expect(explainCell(misread(), COMPUTERS)).toMatchObject({
      tone: 'broken',
      headline: 'Computers, Additions does not fit.',
      body: 'Row and column are both out by 50; this one cell explains both. The page most likely says 57,880 (an 8 read as 3).',
      raw: '57,830',
      repair: { reading: '57,880' },
    });
  });

  test('of a text layer is explained without a proposal', () => {
    const explained = explainCell(misread(1), COMPUTERS);
    expect(explained?.repair).toBeNull();
    expect(explained?.body).toBe(
      'Row and column are both out by 50; this one cell explains both. Compare it with the page.',
    );
  });

  test('as a total says what its rows add up to', () => {
    expect(explainCell(misread(), { row: 4, col: 2 })?.body).toBe(
      'Its rows add up to 65,640, so it is out by 50. Compare it with the page.',
    );
  });

  test('is not spoken of where nothing is wrong', () => {
    expect(explainCell(misread(), { row: 1, col: 1 })).toBeNull();
    expect(explainCell(misread(), { row: 99, col: 1 })).toBeNull();
  });
});

describe('a cell that was read weakly', () => {
  const reasons: DoubtReason[] = [
    'unsure',
    'contested',
    'breaks-sum',
    'odd-decimals',
    'odd-form',
    'torn',
    'stray',
    'no-figure',
    'several-figures',
    'cut-range',
    'ambiguous-date',
  ];

  test.each(reasons)('for the reason %s is called by its name, with the sentence of the doubt', (reason) => {
    const schedule = misread();
    const doubt = { row: 1, col: 2, reason, sentence: 'Read 6,310 with 71 % confidence, page 1' };
    const explained = explainCell({ ...schedule, doubts: [doubt] }, doubt);
    expect(explained?.tone).toBe('weak');
    expect(explained?.headline).toMatch(/^Office furniture, Additions \w.*[^.]\.$/);
    expect(explained?.body).toBe('Read 6,310 with 71 % confidence, page 1. Compare it with the page.');
  });

  test('offers what else the recogniser held possible', () => {
    const schedule = misread();
    const cells = schedule.rows[1]?.cells.map((cell) =>
      cell.raw === '6,310' ? { ...cell, alternatives: ['6,310', '6,810', '8,310', '5,310'] } : cell,
    );
    const rows = schedule.rows.with(1, { role: 'line', level: 0, cells: cells ?? [] });
    const doubt = { row: 1, col: 2, reason: 'contested', sentence: '' } as const;
    expect(explainCell({ ...schedule, rows, doubts: [doubt] }, doubt)?.alternatives).toEqual([
      '6,810',
      '8,310',
    ]);
  });
});

test.each([
  ['57,830', '57,880', 'an 8 read as 3'],
  ['1,171', '7,777', 'a 7 read as 1'],
  ['1,234', '7,239', ''],
  ['123', '1,230', ''],
])('%s for %s is told as "%s"', (raw, reading, words) => {
  expect(misreadingWords('digit', raw, reading)).toBe(words);
});

describe('the marks of the proofs', () => {
  test('stand at rows and columns, and say by how much they miss', () => {
    const { rows, columns } = proofMarks(misread().proof);
    expect(rows.get(1)).toMatchObject({ state: 'holds', text: '✓' });
    expect(rows.get(2)).toEqual({ state: 'broken', text: '(50)', spoken: 'out by minus 50' });
    expect(rows.get(4)).toMatchObject({ state: 'broken', text: '(50)' });
    expect([1, 2, 3].map((col) => columns.get(col)?.text)).toEqual(['✓', '(50)', '✓']);
    expect(rows.has(0)).toBe(false);
  });

  test('are all ticks once the figure is put right', () => {
    const mended = applyEdit(misread(), { type: 'accept-repair', ...COMPUTERS, reading: '57,880' });
    const { rows, columns } = proofMarks(mended.proof);
    expect(new Set([...rows.values(), ...columns.values()].map(({ text }) => text))).toEqual(new Set(['✓']));
  });
});

test('what an edit mended is said, and what it broke', () => {
  const broken = misread();
  const mended = applyEdit(broken, { type: 'accept-repair', ...COMPUTERS, reading: '57,880' });
  expect(proofNews(broken, mended)).toBe(
    'Additions and Computers add up now. Proved: foots and cross-foots.',
  );
  const [said] = proofNews(mended, broken).split('. ');
  expect(said).toBe('Additions and Computers no longer add up');
  expect(proofNews(mended, mended)).toBe('');
});

test('what is wrong now is lit before what was changed, and what was changed before what is weak', () => {
  const schedule = { ...misread(), doubts: [{ row: 1, col: 1, reason: 'unsure', sentence: '' } as const] };
  const edits = [
    { type: 'set-cell', row: 0, col: 1, text: '1' } as const,
    { type: 'insert-row', row: 0 } as const,
    { type: 'set-cell', ...COMPUTERS, text: '2' } as const,
  ];
  const tints = cellTints(schedule, edits);
  expect(tintAt(tints.get(1), 1)).toBe('edited');
  expect(tintAt(tints.get(2), 2)).toBe('broken');
  expect(tintAt(cellTints(schedule, []).get(1), 1)).toBe('weak');
  expect(tintAt(tints.get(3), 3)).toBeNull();
});

test.each<[Cell['value'], RowRole, string]>([
  [{ type: 'amount', minor: -123_450, scale: 2, currency: '$' }, 'line', '(1,234.50)'],
  [{ type: 'amount', minor: 123_450, scale: 2, currency: '$' }, 'total', '$1,234.50'],
  [{ type: 'amount', minor: 5, scale: 0, currency: 'EUR' }, 'subtotal', 'EUR\u00a05'],
  [{ type: 'amount', minor: 0, scale: 0 }, 'line', '–'],
  [{ type: 'percent', minor: -125, scale: 1 }, 'line', '(12.5%)'],
  [{ type: 'date', iso: '2024-12-31' }, 'line', '31 Dec 2024'],
  [{ type: 'date', iso: 'soon' }, 'line', 'as read'],
  [{ type: 'text', text: 'n/a' }, 'line', 'n/a'],
  [{ type: 'blank' }, 'line', ''],
])('%o on a %s is shown as the workbook shows it', (value, role, shown) => {
  expect(showValue({ value, raw: 'as read' }, role)).toBe(shown);
});

test('the list tells pages and proof in one line', () => {
  const proof = { state: 'proved', sentence: 'debits = credits' } as const;
  expect(listLine({ pages: [2, 3, 4], proof }, 0)).toBe('pages 2–4 · debits = credits');
  expect(listLine({ pages: [2, 4], proof }, 2)).toBe('pages 2, 4 · debits = credits · 2 cells to check');
  expect(listLine({ pages: [14], proof: { state: 'broken', sentence: 'Total is out by 50' } }, 1)).toBe(
    'page 14 · 1 cell to check',
  );
  expect(listLine({ pages: [14], proof: { state: 'broken', sentence: 'Total is out by 50' } }, 0)).toBe(
    'page 14 · Total is out by 50',
  );
});

test('every kind of edit has words', () => {
  const schedule = misread();
  expect(editWords({ type: 'set-cell', ...COMPUTERS, text: '' }, schedule)).toBe(
    'Computers, Additions: 57,830 → blank',
  );
  expect(editWords({ type: 'keep-cell', ...COMPUTERS }, schedule)).toBe('Computers, Additions: kept');
  expect(editWords({ type: 'delete-row', row: 2 }, schedule)).toBe('Row 3 deleted');
});
