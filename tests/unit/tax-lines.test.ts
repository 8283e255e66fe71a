import { describe, expect, it } from 'vitest';
import { proveSchedule } from '#shared/proofs/prove-schedule.ts';
import { printedSchedule } from '#tests/fixtures/printed-schedule.ts';

const SCHEDULE_C = `:Line | Amount
  1 Gross receipts or sales | 184,250
  2 Returns and allowances | 3,110
  3 Subtract line 2 from line 1 | 181,140
  4 Cost of goods sold | 92,415
  5 Gross profit | 88,725
  6 Other income | 640
  7 Gross income | 89,365
  8 Advertising | 4,215
  18 Office expense | 1,930
  20b Rent of other business property | 24,000
  28 Total expenses | 30,145
  29 Tentative profit | 59,220
  30 Business use of your home |
  31 Net profit | 59,220`;

describe('a tax form', () => {
  it('is proved line by line, blank lines counting as nothing', () => {
    const proof = proveSchedule(printedSchedule('Schedule C (Form 1040)', SCHEDULE_C, { kind: 'tax-form' }));
    expect(proof).toMatchObject({ state: 'proved', coveredCells: 13, amountCells: 13 });
    const lines = ['3', '5', '7', '28', '29', '31'].map((line) => `Schedule C (Form 1040), line ${line}`);
    expect(proof.checks.map(({ identity }) => identity)).toEqual(expect.arrayContaining(lines));
  });

  it('is broken in the lines that do not follow from the others', () => {
    const wrong = SCHEDULE_C.replace('5 Gross profit | 88,725', '5 Gross profit | 87,825');
    const { checks, state } = proveSchedule(printedSchedule('Schedule C', wrong, { kind: 'tax-form' }));
    expect(state).toBe('broken');
    const broken = checks.filter((check) => check.state === 'broken');
    expect(broken.map(({ identity }) => identity)).toEqual([
      'Schedule C (Form 1040), line 5',
      'Schedule C (Form 1040), line 7',
    ]);
  });

  it('says nothing of lines that are not shown, or of forms it does not know', () => {
    const part = SCHEDULE_C.split('\n').slice(0, 3).join('\n');
    expect(proveSchedule(printedSchedule('Schedule C', part)).checks).toEqual([]);
    const other = proveSchedule(printedSchedule('Schedule Z', SCHEDULE_C));
    expect(other.checks.every(({ identity }) => identity?.startsWith('Schedule') !== true)).toBe(true);
  });
});
