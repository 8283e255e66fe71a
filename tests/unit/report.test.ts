import { expect, test } from 'vitest';
import { headingOf, outcomeLines, scheduleLines } from '#bin/run/report.ts';
import type { Lifted } from '#bin/run/lift-file.ts';
import type { JobDetail } from '#shared/jobs/get-job.ts';
import type { JobCost } from '#shared/costs/get-job-cost.ts';
import type { JobView } from '#shared/jobs/job-view.ts';
import type { ScheduleHead } from '#shared/schedules/schedule-head.ts';

test('the heading of a lifted file names each kind of page once, and what could not be read', () => {
  const tally = (
    triage: string | null,
    pages: number,
    [source, status] = ['ocr', 'DONE'],
  ): JobCost['pages'][number] => ({
    source: source ?? '',
    triage,
    status: status ?? '',
    pages,
    costCents: 0,
  });
  const pages = [
    tally('text-layer', 4, ['text-layer', 'DONE']),
    tally('image', 2),
    tally('garbage', 1),
    tally('mixed', 2),
    tally('mixed', 1, ['text-layer', 'DONE']),
    tally('blank', 1, ['blank', 'DONE']),
    tally('image', 1, ['ocr', 'FAILED']),
    tally(null, 1, ['text-layer', 'FAILED']),
  ];
  const job = { pages: { count: 16, done: 11, failed: 2, skipped: 3, notChosen: 2 } } as JobView;
  expect(headingOf('a.pdf', job, { pages } as JobCost)).toBe(
    'Reading a.pdf  16 pages   4 digital, 3 scanned, 2 mixed, 1 mixed with pictures not read, 1 blank, 2 not read, ' +
      '1 beyond the cap, 2 not asked for',
  );
});

const lineOf = (change: object, repairs: string[] = []): string => {
  const head = { name: 'Ageing', pages: [1], rowCount: 3, proof: { state: 'proved', sentence: 'foots' } };
  const schedules = [{ ordinal: 1, ...head, ...change } as ScheduleHead];
  return scheduleLines({
    job: null,
    schedules,
    repairs: new Map(repairs.length > 0 ? [[1, repairs]] : []),
  }).join('\n');
};

test('the line of a schedule has the number it is picked by, and a mark that is a tick for a proof alone', () => {
  expect(lineOf({ ordinal: 1 })).toBe('✓ 1 Ageing  page 1          3 rows   foots');
  const told = { state: 'nothing-to-prove', sentence: 'nothing to prove' };
  expect(lineOf({ proof: told })).toMatch(/^– 1 Ageing .* nothing to prove$/);
});

test('the line of a schedule names each schedule it ties to once, and no more than two', () => {
  const line = (...names: string[]) =>
    lineOf(names.length > 0 ? { ties: names.map((name) => ({ other: { name } })) } : {});
  expect(line()).toMatch(/ foots$/);
  expect(line('Balance sheet', 'Balance sheet')).toMatch(/ foots; ties to Balance sheet$/);
  expect(line('A', 'B', 'C', 'D')).toMatch(/ foots; ties to A, B and 2 more$/);
});

test('a reading that is proposed is never told as if it had been put in', () => {
  const broken = { proof: { state: 'broken', sentence: 'Total is out by 50' } };
  expect(lineOf(broken, ['Computers, Additions 57,830 → 57,880'])).toMatch(
    /^✗ .* Total is out by 50; proposed, not applied: Computers, Additions 57,830 → 57,880$/,
  );
});

test('of a job that was cancelled the report says how much was read, for how much, and whether anything was kept', () => {
  const job = {
    status: 'CANCELLED',
    pages: { count: 6, done: 2 },
    cost: { spentCents: 24 },
    notice: null,
  } as JobDetail;
  const lifted = { job, written: null, schedules: [], exported: [] as number[] } as unknown as Lifted;
  expect(scheduleLines({ ...lifted, repairs: new Map() })).toEqual([]);
  expect(outcomeLines(lifted, 'xlsx')).toEqual([
    'Cancelled: 2 of 6 pages had been read, for $0.24; nothing could be kept of it.',
  ]);
  expect(outcomeLines({ ...lifted, written: 'out/a.csv' }, 'csv')).toEqual([
    'Cancelled: 2 of 6 pages had been read, for $0.24; what stands on them was kept.',
    'Written  out/a.csv',
  ]);
});
