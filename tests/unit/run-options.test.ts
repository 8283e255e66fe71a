import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { exitCodeOf, worstOf } from '#bin/run/exit-code-of.ts';
import type { Lifted } from '#bin/run/lift-file.ts';
import { listInputs } from '#bin/run/list-inputs.ts';
import { planTargets } from '#bin/run/plan-targets.ts';
import { runOptions } from '#bin/run/run-options.ts';
import { sideBySide } from '#bin/run/side-by-side.ts';
import { NumberRanges } from '#shared/number-ranges.ts';

test('ranges are sorted and merged, and what is none is refused', () => {
  const written = (text: string) => NumberRanges.parse(text)?.toString();
  expect(written(' 12, 2 - 4,3-9,10')).toBe('2-10,12');
  expect(written('7')).toBe('7');
  for (const text of ['', '0', '0-3', '3-2', '1,', '-1', 'a', '1-2-3', '1.5']) {
    expect([text, NumberRanges.parse(text)]).toEqual([text, null]);
  }
  expect(NumberRanges.parse('2-9,12')?.told('page')).toBe('pages 2–9, 12');
  expect(NumberRanges.parse('3')?.told('page')).toBe('page 3');
});

test('a cost is read as dollars to the cent, and never rounded', () => {
  const cents = (text: string) => runOptions(['a.pdf', '--max-cost', text]).capCents;
  expect(['5', '$5.00', '0.36', '0.3', '0'].map(cents)).toEqual([500, 500, 36, 30, 0]);
  for (const text of ['0.365', '5,00', '', 'five', '1e3']) {
    expect(() => cents(text)).toThrow(/--max-cost takes dollars/);
  }
});

test.each([
  [[], 'Name at least one PDF'],
  [['a.pdf', '--format', 'docx'], 'There is no format "docx"'],
  [['a.pdf', '--pages', '0'], '--pages takes numbers'],
  [['a.pdf', '--pick', 'first'], '--pick takes numbers'],
  [['a.pdf', '-o', '-', '--json'], 'both want stdout'],
  [['a.pdf', '--together', '--format', 'pdf'], '--together joins schedules, not pages'],
  [['a.pdf', '--colour'], 'Unknown option'],
])('%j is wrong use', (args, message) => {
  expect(() => runOptions(args)).toThrow(message);
});

test('files of one name from several folders are written to files of their own', async () => {
  const targets = await planTargets(['a/x.pdf', 'b/X.PDF', 'c/y.pdf'], null);
  expect(targets.map((target) => 'path' in target && target.path)).toEqual(['out/x', 'out/X (2)', 'out/y']);
});

test('several files go into a folder, and neither into one file nor to stdout', async () => {
  await expect(planTargets(['x.pdf', 'y.pdf'], 'both.xlsx')).rejects.toThrow(
    'Several files go into a folder',
  );
  await expect(planTargets(['x.pdf', 'y.pdf'], '-')).rejects.toThrow('-o - goes with one file');
  expect(await planTargets(['x.pdf'], 'one.xlsx')).toEqual([{ kind: 'file', path: 'one.xlsx' }]);
  expect(await planTargets(['x.pdf'], 'new/')).toEqual([{ kind: 'stem', path: 'new/x' }]);
});

test('a folder stands for the PDFs in it', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'll-inputs-'));
  await Promise.all(['b.pdf', 'a.PDF', 'c.txt'].map(async (name) => writeFile(join(folder, name), '')));
  expect(await listInputs(['z.pdf', folder])).toEqual([
    'z.pdf',
    join(folder, 'a.PDF'),
    join(folder, 'b.pdf'),
  ]);
  await rm(folder, { recursive: true });
});

test('outcomes come in the order of the items, and no more than the given number are at work at once', async () => {
  let atWork = 0;
  let most = 0;
  const last = Promise.withResolvers<void>();
  const work = async (item: number): Promise<number> => {
    most = Math.max(most, (atWork += 1));
    if (item === 5) last.resolve();
    // The first ends last: were its lane waited for, the fifth would never begin.
    await (item === 1 ? last.promise : Promise.resolve());
    atWork -= 1;
    return item * 10;
  };
  const seen: number[] = [];
  for await (const outcome of sideBySide([1, 2, 3, 4, 5], 2, work)) seen.push(outcome);
  expect({ seen, most }).toEqual({ seen: [10, 20, 30, 40, 50], most: 2 });
});

test('the worst of several files decides: an error, then the cap, then a missing proof', () => {
  expect([worstOf([]), worstOf([0, 2]), worstOf([2, 3, 0]), worstOf([3, 2, 1])]).toEqual([0, 2, 3, 1]);
});

const lifted = (states: string[], change: object = {}): Lifted =>
  ({
    error: null,
    job: { status: 'COMPLETED', notice: null, pages: { failed: 0, skipped: 0, notChosen: 0 } },
    schedules: states.map((state, index) => ({ ordinal: index + 1, proof: { state } })),
    exported: states.map((_, index) => index + 1),
    ...change,
  }) as unknown as Lifted;

test.each([
  ['all proved', lifted(['proved', 'proved-within-rounding']), 0],
  ['one broken', lifted(['proved', 'broken']), 2],
  ['one with nothing to prove', lifted(['nothing-to-prove']), 2],
  ['none found', lifted([]), 2],
  ['the broken one not picked', lifted(['proved', 'broken'], { exported: [1] }), 0],
])('--strict with %s', (_, file, code) => {
  expect(exitCodeOf(file, { strict: true })).toBe(code);
  expect(exitCodeOf(file, { strict: false })).toBe(0);
});

test('--strict: a page that could not be read proves nothing, one that was not asked for is not missed', () => {
  const job = (pages: object) => ({ job: { status: 'COMPLETED', notice: null, pages } });
  const unread = lifted(['proved'], job({ failed: 1, skipped: 0, notChosen: 0 }));
  expect(exitCodeOf(unread, { strict: true })).toBe(2);
  const unasked = lifted(['proved'], job({ failed: 0, skipped: 4, notChosen: 4 }));
  expect(exitCodeOf(unasked, { strict: true })).toBe(0);
});

test('what the cap did not reach ends with 3, whether the job failed or went on without it', () => {
  const failed = lifted([], { error: { code: 'user-budget', detail: '' } });
  const partial = lifted(['proved'], { job: { status: 'COMPLETED', notice: { code: 'job-cost-cap' } } });
  expect([failed, partial].map((file) => exitCodeOf(file, { strict: false }))).toEqual([3, 3]);
});
