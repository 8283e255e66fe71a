import { describe, expect, it } from 'vitest';
import { proveAcross } from '#shared/proofs/prove-across.ts';
import type { Schedule } from '#shared/schedules/schedule.ts';
import { printedSchedule } from '#tests/fixtures/printed-schedule.ts';

const AGEING = `:Customer | Current | 1-30 | Total
  Adler | 1,250.00 | 310.50 | 1,560.50
  Birch | 820.40 | 88.00 | 908.40
  = Total | 2,070.40 | 398.50 | 2,468.90`;

function sheet(receivables: string): string {
  return `:As of | 2024
    Cash | 1,000.00
    Trade receivables | ${receivables}
    = Total assets | 3,468.90`;
}

function document(receivables = '2,468.90', unit = ''): Schedule[] {
  const caption = { title: '', entity: '', period: '', unit, currency: '' };
  return [
    printedSchedule('Receivables ageing', AGEING, { kind: 'ar-ageing' }),
    printedSchedule('Balance sheet', sheet(receivables), { kind: 'balance-sheet', caption }),
  ];
}

describe('ties across the schedules of a document', () => {
  it('name both cells of a figure that an ageing and the balance sheet share', () => {
    expect(proveAcross(document())).toEqual([
      {
        identity: 'receivables = balance sheet',
        from: { schedule: 0, row: 2, col: 3 },
        to: { schedule: 1, row: 1, col: 1 },
        minor: 246_890,
        scale: 2,
      },
    ]);
  });

  it('are not claimed of figures that differ, of other units, or of trivial figures', () => {
    expect(proveAcross(document('2,468.80'))).toEqual([]);
    expect(proveAcross(document('2,468.90', 'in thousands'))).toEqual([]);
    const small = [AGEING.replace('2,468.90', '100.00'), sheet('100.00')].map((text, index) =>
      printedSchedule('', text, { kind: index === 0 ? 'ar-ageing' : 'balance-sheet' }),
    );
    expect(proveAcross(small)).toEqual([]);
  });

  it('join one roll-forward to the next', () => {
    const roll = (opening: string, closing: string) =>
      printedSchedule(
        'Accruals',
        `:Item | Opening | Charged | Closing\n= Total | ${opening} | 1 | ${closing}`,
        {
          kind: 'accrued',
        },
      );
    expect(proveAcross([roll('71,305', '85,310'), roll('85,310', '91,210')])).toMatchObject([
      { from: { schedule: 0, col: 3 }, to: { schedule: 1, col: 1 }, minor: 85_310 },
    ]);
  });

  it('need the kinds: equal figures of other schedules say nothing', () => {
    expect(proveAcross(document().map((schedule) => ({ ...schedule, kind: 'table' })))).toEqual([]);
  });
});
