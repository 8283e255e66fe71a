import { describe, expect, it } from 'vitest';
import { KINDS } from '#shared/kinds/kinds.ts';
import { nameSchedule } from '#shared/kinds/name-schedule.ts';
import { proveSchedule } from '#shared/proofs/prove-schedule.ts';
import type { Cell, Schedule } from '#shared/schedules/schedule.ts';
import { changedCase, type KindCase } from '#tests/fixtures/kind-case.ts';
import { LEDGER_CASES } from '#tests/fixtures/ledger-kinds.ts';
import { printedSchedule } from '#tests/fixtures/printed-schedule.ts';
import { STATEMENT_CASES } from '#tests/fixtures/statement-kinds.ts';

const CASES = [...LEDGER_CASES, ...STATEMENT_CASES];

function scheduleWith(one: KindCase, change?: KindCase['misread']): Schedule {
  const { title, text, kind } = change ? changedCase(one, change) : one;
  return printedSchedule(title, text, { kind });
}

function withConfidence(schedule: Schedule, confidence: number): Schedule {
  const cells = (row: Schedule['rows'][number]): Cell[] => row.cells.map((cell) => ({ ...cell, confidence }));
  return { ...schedule, rows: schedule.rows.map((row) => ({ ...row, cells: cells(row) })) };
}

function breaks(schedule: Schedule, [row, col]: KindCase['misread']): boolean {
  const { checks } = proveSchedule(schedule);
  return checks.some(
    ({ state, target, addends }) =>
      state === 'broken' && [target, ...addends].some((at) => at.row === row && at.col === col),
  );
}

it('every kind has a printed schedule, and every kind of the design is in the table', () => {
  expect(CASES.map(({ kind }) => kind).sort()).toEqual(KINDS.map(({ id }) => id).sort());
});

describe.each(CASES)('$kind', (one) => {
  it('is known by its words and proved by its own identity', () => {
    const schedule = scheduleWith(one);
    expect(nameSchedule(schedule).kind).toBe(one.kind);
    const proof = proveSchedule(schedule);
    expect(proof.checks.filter(({ state }) => state === 'broken')).toEqual([]);
    expect(proof.state).toMatch(/^proved/);
    expect(one.identity === '' || proof.checks.some(({ identity }) => identity === one.identity)).toBe(true);
  });

  it('is broken at the misread figure, and mended on paper where one reading explains it', () => {
    const schedule = scheduleWith(one, one.misread);
    expect(proveSchedule(schedule).state).toBe('broken');
    expect(breaks(schedule, one.misread)).toBe(true);
    const { repairs = [] } = proveSchedule(withConfidence(schedule, 0.9));
    const [row, col] = one.misread;
    const printed = scheduleWith(one).rows[row]?.cells[col]?.raw;
    const proposed = repairs.map((repair) => ({ at: [repair.row, repair.col], reading: repair.reading }));
    expect(proposed).toEqual(one.ambiguous ? [] : [{ at: [row, col], reading: printed }]);
  });

  it('is broken at a total that is another, and a digital figure is never repaired', () => {
    const schedule = withConfidence(scheduleWith(one, one.total), 1);
    expect(proveSchedule(schedule).state).toBe('broken');
    expect(breaks(schedule, one.total)).toBe(true);
    expect(proveSchedule(schedule).repairs).toBeUndefined();
    expect(proveSchedule(withConfidence(scheduleWith(one, one.misread), 1)).repairs).toBeUndefined();
  });
});
