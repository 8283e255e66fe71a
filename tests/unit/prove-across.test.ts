import { strFromU8 } from 'fflate';
import { describe, expect, it } from 'vitest';
import { proveAcross } from '#shared/proofs/prove-across.ts';
import { withTies } from '#shared/proofs/with-ties.ts';
import type { Schedule, ScheduleTie } from '#shared/schedules/schedule.ts';
import { documentOf } from '#tests/fixtures/document-of.ts';
import { printedSchedule } from '#tests/fixtures/printed-schedule.ts';
import { writeJson } from '#worker/export/write-json.ts';

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

  it('name the first of several figures that two schedules share by one rule', () => {
    const aged = `${AGEING}\n= Total debtors | | | 5,555.50`;
    const both = [
      printedSchedule('', aged, { kind: 'ar-ageing' }),
      printedSchedule('', `${sheet('2,468.90')}\nOther debtors | 5,555.50`, { kind: 'balance-sheet' }),
    ];
    expect(proveAcross(both).map(({ minor }) => minor)).toEqual([246_890]);
  });

  it('are bounded where everything ties to everything', () => {
    const copies = Array.from({ length: 60 }, () => document()).flat();
    const ties = proveAcross(copies);
    expect(ties).toHaveLength(2000);
    expect(new Set(ties.map(({ from, to }) => `${from.schedule} ${to.schedule}`)).size).toBe(2000);
  });

  it('are found where one is printed with more decimals than the other', () => {
    const [aged, whole] = [AGEING.replace('2,468.90', '2,468.00'), sheet('2,468').replace(/\.\d\d/g, '')];
    const mixed = [
      printedSchedule('', aged, { kind: 'ar-ageing' }),
      printedSchedule('', whole, { kind: 'balance-sheet' }),
    ];
    expect(proveAcross(mixed)).toMatchObject([{ minor: 246_800, scale: 2 }]);
  });
});

describe('a schedule with its ties', () => {
  const tied = (schedules: Schedule[]) => withTies(schedules, (ordinal) => `id-${ordinal}`);
  const tie = { identity: 'receivables = balance sheet', minor: 246_890, scale: 2 };

  it('names both cells and the other schedule, in either direction', () => {
    const named = document().map((schedule, index) => ({
      ...schedule,
      name: ['Ageing', 'Sheet'][index] ?? '',
    }));
    expect(tied(named).map(({ ties }) => ties)).toEqual([
      [{ ...tie, row: 2, col: 3, other: { id: 'id-2', ordinal: 2, name: 'Sheet', row: 1, col: 1 } }],
      [{ ...tie, row: 1, col: 1, other: { id: 'id-1', ordinal: 1, name: 'Ageing', row: 2, col: 3 } }],
    ]);
  });

  it('is as it was where it stands alone or nothing agrees', () => {
    for (const schedules of [document().slice(0, 1), document().slice(1), document('2,468.80'), []])
      expect(tied(schedules)).toStrictEqual(schedules);
  });

  it('is exported alone with its ties: the other is named by its number in the whole document', () => {
    const exported = documentOf(tied([document()[0], ...document()].flatMap((each) => each ?? [])));
    const only = { ...exported, schedules: exported.schedules.slice(2) };
    const { schedules } = JSON.parse(strFromU8(writeJson(only).bytes));
    const ordinals = schedules[0].ties.map(({ other }: ScheduleTie) => other.ordinal);
    expect([schedules[0].ordinal, ordinals]).toEqual([3, [1, 2]]);
  });
});
