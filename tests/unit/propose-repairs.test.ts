import { describe, expect, it } from 'vitest';
import { proveSchedule } from '#shared/proofs/prove-schedule.ts';
import type { Cell, Schedule } from '#shared/schedules/schedule.ts';
import { printedSchedule } from '#tests/fixtures/printed-schedule.ts';

/** Row and column totals of four lines; figures are put in their place by "row,col". */
function ageing(changes: Record<string, string | Partial<Cell>> = {}): Schedule {
  const schedule = printedSchedule(
    'Receivables ageing',
    `:Customer | Current | 1-30 | 31-60 | Total
      Adler | 1,250.00 | 310.50 | 64.10 | 1,624.60
      Birch | 820.40 | 41.75 | 88.00 | 950.15
      Cedar | 640.25 | 12.00 | 40.00 | 692.25
      Dover | (77.00) | 5.00 | 13.35 | (58.65)
      = Total | 2,633.65 | 369.25 | 205.45 | 3,208.35`,
  );
  for (const [at, change] of Object.entries(changes)) {
    const [row = 0, col = 0] = at.split(',').map(Number);
    const read = typeof change === 'string' ? figure(change) : change;
    const cells = schedule.rows[row]?.cells;
    if (cells) cells[col] = { ...(cells[col] as Cell), ...read };
  }
  return schedule;
}

function figure(raw: string): Pick<Cell, 'raw' | 'value'> {
  const scale = /\.(\d+)/.exec(raw)?.[1]?.length ?? 0;
  const minor = Number(raw.replace(/\D/g, '')) * (raw.startsWith('(') ? -1 : 1);
  return { raw, value: { type: 'amount', minor, scale } };
}

describe('a proposal', () => {
  it.each([
    ['a digit', { '1,2': '47.75' }, '41.75', 'digit'],
    ['a lost digit', { '0,1': '1,50.00' }, '1,250.00', 'lost-digit'],
    ['a lost cent', { '3,3': '13.3' }, '13.35', 'lost-digit'],
    ['a doubled digit', { '2,1': '6440.25' }, '640.25', 'doubled-digit'],
    ['lost brackets', { '3,1': '77.00' }, '(77.00)', 'sign'],
    ['a bracket read as a 1', { '3,1': '177.00' }, '(77.00)', 'bracket'],
    ['a lost point', { '0,2': '31050' }, '310.50', 'decimal-point'],
    ['a digit of a total', { '4,2': '363.25' }, '369.25', 'digit'],
  ])('says how %s was misread', (...[, changes, reading, misreading]) => {
    const [[at, raw] = ['', '']] = Object.entries(changes);
    const { repairs = [], state } = proveSchedule(ageing(changes));
    expect(state).toBe('broken');
    const [row, col] = at.split(',').map(Number);
    expect(repairs).toMatchObject([{ row, col, raw, reading, misreading, amongAlternatives: false }]);
  });

  it('carries its evidence: the checks it heals, with their differences before and after', () => {
    expect(proveSchedule(ageing({ '1,2': '47.75' })).repairs?.[0]?.heals).toEqual([
      { prover: 'footing', target: { row: 4, col: 2 }, beforeMinor: -600, afterMinor: 0, scale: 2 },
      { prover: 'cross-foot', target: { row: 1, col: 4 }, beforeMinor: -600, afterMinor: 0, scale: 2 },
    ]);
  });

  it('takes a reading that no eye would guess only from the recogniser', () => {
    const guess = { ...figure('29.75'), alternatives: ['4l.75', '41.75'] };
    expect(proveSchedule(ageing({ '1,2': '29.75' })).repairs).toBeUndefined();
    expect(proveSchedule(ageing({ '1,2': guess })).repairs).toMatchObject([
      { row: 1, col: 2, reading: '41.75', misreading: 'other', amongAlternatives: true },
    ]);
  });

  it('mends three cells, and leaves a schedule in which four are wrong', () => {
    const three = { '0,1': '1,250.80', '1,2': '47.75', '2,3': '49.00' };
    const { repairs = [] } = proveSchedule(ageing(three));
    expect(repairs.map(({ reading }) => reading).sort()).toEqual(['1,250.00', '40.00', '41.75']);
    const four = { ...three, '3,2': '6.00' };
    expect(proveSchedule(ageing(four)).repairs).toBeUndefined();
  });

  it('is not made where two readings explain the sums equally well', () => {
    const crossed = proveSchedule(ageing({ '0,1': '1,250.08', '1,2': '41.83' }));
    expect(crossed.state).toBe('broken');
    expect(crossed.repairs).toBeUndefined();
  });

  it('is never made of a digital figure', () => {
    const digital = ageing({ '1,2': '47.75' });
    for (const { cells } of digital.rows) for (const cell of cells) cell.confidence = 1;
    expect(proveSchedule(digital)).toMatchObject({
      state: 'broken',
      sentence: 'Birch, 1-30 does not fit: row and column are both out by 6.00',
    });
    expect(proveSchedule(digital).repairs).toBeUndefined();
  });
});
