import { afterEach, expect, test, vi } from 'vitest';
import { printHeading, printSchedules } from '#bin/report.ts';
import type { JobCost } from '#shared/costs/get-job-cost.ts';
import type { JobView } from '#shared/jobs/job-view.ts';
import type { ScheduleHead } from '#shared/schedules/schedule-head.ts';

afterEach(() => vi.restoreAllMocks());

test('the heading of a lifted file names each kind of page once, and what could not be read', () => {
  const log = vi.spyOn(console, 'log').mockReturnValue();
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
  const job = { pages: { count: 13, done: 11, failed: 2, toRead: 7 } } as JobView;
  printHeading('a.pdf', job, { pages } as JobCost);
  expect(log).toHaveBeenCalledWith(
    'a.pdf  13 pages   4 digital, 3 scanned, 2 mixed, 1 mixed with pictures not read, 1 blank, 2 not read',
  );
});

test('the line of a schedule names each schedule it ties to once, and no more than two', () => {
  const log = vi.spyOn(console, 'log').mockReturnValue();
  const line = (...names: string[]) => {
    const ties = names.map((name) => ({ other: { name } }));
    const head = { name: 'Ageing', pages: [1], rowCount: 3, proof: { state: 'proved', sentence: 'foots' } };
    printSchedules([{ ...head, ...(names.length > 0 ? { ties } : {}) } as ScheduleHead]);
    return String(log.mock.lastCall?.[0]);
  };
  expect(line()).toMatch(/ foots$/);
  expect(line('Balance sheet', 'Balance sheet')).toMatch(/ foots; ties to Balance sheet$/);
  expect(line('A', 'B', 'C', 'D')).toMatch(/ foots; ties to A, B and 2 more$/);
});
