import { expect, test } from 'vitest';
import { fuzzWorkbooks } from '#tests/harness/workbook/fuzz-workbooks.ts';
import { hasOffice } from '#tests/harness/workbook/office.ts';

const SCHEDULES = 100;
const SEED = 20_260_101;

/** `npm run fuzz:workbook` does this with 2,000 schedules of a new seed each time. */
test('odd schedules make workbooks that open, hold every value, and no formula of theirs', async () => {
  const { faults, ...result } = await fuzzWorkbooks({ count: SCHEDULES, seed: SEED });
  expect(faults).toEqual([]);
  expect(result).toMatchObject({ schedules: SCHEDULES, opened: hasOffice ? SCHEDULES / 10 : 0 });
  expect(result.formulas > 100 || !hasOffice).toBe(true);
}, 300_000);
