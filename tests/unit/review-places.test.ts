import { describe, expect, test } from 'vitest';
import { printedSchedule } from '#tests/fixtures/printed-schedule.ts';
import { columnWidths } from '#web/review/model/column-widths.ts';
import { boxOf, cellAtPoint, pageOf, percentBox } from '#web/review/model/page-boxes.ts';
import { shareEqual } from '#web/review/model/share-equal.ts';

const schedule = printedSchedule(
  'Debtors',
  `: Customer | Current | Overdue
  Adler | 1,000 | 250
  Birch | 2,000 |
  =Total | 3,000 | 250`,
);

describe('a cell on its page', () => {
  test('has its box in percent of the page', () => {
    expect(percentBox([59.5, 84.2, 119, 168.4], { widthPoints: 595, heightPoints: 842 })).toEqual({
      left: '10%',
      top: '10%',
      width: '10%',
      height: '10%',
    });
  });

  test('is found at its point, and near it, but not from afar or on another page', () => {
    expect(cellAtPoint(schedule, { page: 1, x: 130, y: 65 })).toEqual({ row: 0, col: 1 });
    expect(cellAtPoint(schedule, { page: 1, x: 116, y: 80 })).toEqual({ row: 1, col: 1 });
    expect(cellAtPoint(schedule, { page: 1, x: 500, y: 700 })).toBeNull();
    expect(cellAtPoint(schedule, { page: 2, x: 130, y: 65 })).toBeNull();
  });

  test('where nothing is printed is shown by its row, and a line that was inserted by its part', () => {
    expect(boxOf(schedule, { row: 1, col: 2 })).toEqual([40, 74, 190, 86]);
    const blank = { raw: '', value: { type: 'blank' }, confidence: 1, page: 1, box: null } as const;
    const rows = [...schedule.rows, { role: 'line', level: 0, cells: [blank, blank, blank] } as const];
    const parts = [
      { page: 4, box: [0, 0, 1, 1] as const, firstRow: 0, rowCount: 2 },
      { page: 5, box: [0, 0, 1, 1] as const, firstRow: 2, rowCount: 2 },
    ];
    const grown = { ...schedule, parts, rows: rows.map((row) => ({ ...row, cells: [...row.cells] })) };
    expect(boxOf(grown, { row: 3, col: 0 })).toBeNull();
    expect(pageOf(grown, { row: 3, col: 0 })).toBe(5);
    expect(pageOf(grown, { row: 0, col: 0 })).toBe(1);
  });
});

test('columns are as wide as their longest figure, whichever row is in view', () => {
  const known = new WeakMap();
  const widths = columnWidths(schedule, known);
  expect(widths).toMatch(/^minmax\(min\([\d.]+ch,34vw\),[\d.]+fr\) [\d.]+ch [\d.]+ch 7ch$/);
  const [row] = schedule.rows;
  if (!row) throw new Error('no row');
  const long = row.cells.with(1, {
    ...row.cells[1],
    raw: '',
    value: { type: 'text', text: '9'.repeat(18) },
  } as never);
  const wider = columnWidths({ ...schedule, rows: schedule.rows.with(0, { ...row, cells: long }) }, known);
  expect(wider).toContain('19.8ch');
  expect(columnWidths(schedule, known)).toBe(widths);
});

describe('an answer that says the same', () => {
  test('is the same object as before, and one that differs is new only where it differs', () => {
    const [known, next] = [structuredClone(schedule), structuredClone(schedule)];
    expect(shareEqual(known, next)).toBe(known);
    const changed = { ...next, rows: next.rows.with(1, { ...next.rows[1], level: 3 } as never) };
    const shared = shareEqual(known, changed);
    expect(shared).toEqual(changed);
    expect(shared).not.toBe(known);
    expect(shared.rows[0]).toBe(known.rows[0]);
    expect(shared.rows[1]?.cells).toBe(known.rows[1]?.cells);
    expect(shared.columns).toBe(known.columns);
  });

  test('keeps what only one of the two has', () => {
    expect(shareEqual<object>({ a: 1, b: 2 }, { a: 1 })).toEqual({ a: 1 });
    expect(shareEqual<object>({ a: 1 }, { a: 1, b: undefined })).toEqual({ a: 1, b: undefined });
    expect(shareEqual<unknown>([1, [2]], [1, [2], 3])).toEqual([1, [2], 3]);
    expect(shareEqual<unknown>({ 0: 1 }, [1])).toEqual([1]);
  });
});
