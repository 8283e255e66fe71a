import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { SCHEMA_VERSION } from '#shared/schedules/schema-version.ts';
import type { Schedule } from '#shared/schedules/schedule.ts';
import { storedSchedule } from '#shared/schedules/stored-schedule.ts';
import { figuresPage, type ReadFigure } from '#tests/fixtures/figures-page.ts';
import { rollForward } from '#tests/fixtures/schedules.ts';
import { CELL_FEATURES } from '#worker/tables/cell-evidence.ts';
import { findSchedules } from '#worker/tables/find-schedules.ts';
import { TRUST_WEIGHTS } from '#worker/tables/trust-weights.ts';
import { weighEvidence } from '#worker/tables/weigh-evidence.ts';
import { writtenForm } from '#worker/tables/written-form.ts';

type Rows = [label: string, ...figures: ReadFigure[]][];

/** Shares in percent, nothing to add up; `odd` is how the third row was read. */
const shares = (odd: ReadFigure): Rows => [
  ['', 'North', 'South', 'West'],
  ['Austria', '10.0', '12.1', '20.7'],
  ['Belgium', '88.4', '61.9', '73.2'],
  ['Denmark', '45.3', odd, '77.9'],
  ['Finland', '12.6', '31.5', '86.4'],
  ['Greece', '49.2', '76.7', '44.3'],
];

/** Foots down both columns. */
const footing = (third: ReadFigure, total = '1,540'): Rows => [
  ['', '2024', '2023'],
  ['Products', '1,200', '1,100'],
  ['Services', third, '280'],
  ['Total', total, '1,380'],
];

const onlyOf = (rows: Rows, source: 'ocr' | 'text-layer' = 'ocr'): Schedule => {
  const [schedule, ...others] = findSchedules([figuresPage(rows, source)]);
  expect(others).toEqual([]);
  if (!schedule) throw new Error('no schedule was found');
  return schedule;
};

const cellOf = (schedule: Schedule, raw: string) =>
  schedule.rows.flatMap((row) => row.cells).find((cell) => cell.raw === raw);

describe('the confidence of a recognised figure', () => {
  test('is high and asks for nothing where it was read surely and looks like its neighbours', () => {
    const schedule = onlyOf(shares('66.1'));
    expect(schedule.doubts).toEqual([]);
    expect(cellOf(schedule, '66.1')?.confidence).toBeGreaterThan(0.95);
  });

  test.each<[odd: ReadFigure, reason: string]>([
    ['661', 'odd-decimals'],
    ['6 61', 'torn'],
    [{ text: '66.1', confidence: 0.3, alternatives: ['86.1'] }, 'unsure'],
  ])('is low for %j, which a person is asked to look at: %s', (odd, reason) => {
    const { doubts } = onlyOf(shares(odd));
    expect(doubts.map((doubt) => doubt.reason)).toEqual([reason]);
    expect(doubts[0]).toMatchObject({ row: 3, col: 2 });
    expect(doubts[0]?.sentence).toMatch(/^Read .+ with \d+ % confidence, page 1/);
  });

  test('is restored by a sum that holds, whatever the recogniser felt', () => {
    const read = { text: '340', confidence: 0.4, alternatives: ['840'] };
    const proved = onlyOf(footing(read));
    expect(proved.proof.state).toBe('proved');
    expect(proved.doubts).toEqual([]);
    expect(cellOf(proved, '340')?.confidence).toBeGreaterThan(0.9);
    expect(cellOf(proved, '340')?.confidence).toBeLessThan(1);
  });

  test('sinks with every piece of evidence against it and rises with every one for it', () => {
    const strengths = fc.record(
      Object.fromEntries(CELL_FEATURES.map((name) => [name, fc.double({ min: 0, max: 1, noNaN: true })])),
    );
    fc.assert(
      fc.property(strengths, fc.constantFrom(...CELL_FEATURES), (evidence, more) => {
        const before = weighEvidence(evidence, TRUST_WEIGHTS.cell);
        const after = weighEvidence({ ...evidence, [more]: (evidence[more] ?? 0) + 1 }, TRUST_WEIGHTS.cell);
        expect((after - before) * (more.startsWith('proved') ? 1 : -1)).toBeGreaterThanOrEqual(0);
      }),
    );
  });
});

describe('the figures of a text layer', () => {
  test('are what the document says: certain, odd or not', () => {
    const schedule = onlyOf(shares('661'), 'text-layer');
    expect(schedule.doubts).toEqual([]);
    for (const { confidence } of schedule.rows.flatMap((row) => row.cells)) expect(confidence).toBe(1);
  });

  test('are doubted only where the table was cut wrongly: ranges of headings in two rows', () => {
    const { rows, doubts } = onlyOf(
      [
        ['', '$10,000–', '$15,000–', '$30,000'],
        ['', '14,999', '29,999', 'or more'],
        ['Total', '10.3', '27.0', '20.1'],
        ['Public', '11.4', '25.2', '19.8'],
        ['Private', '9.7', '28.6', '22.5'],
      ],
      'text-layer',
    );
    const at = doubts.map(({ row, col }) => rows[row]?.cells[col]?.raw);
    expect(new Set(doubts.map((doubt) => doubt.reason))).toEqual(new Set(['cut-range']));
    expect(at).toEqual(['$10,000–', '$15,000–', '$30,000', '14,999', '29,999']);
  });

  test('carry a doubt where a total does not add up, which says by how much; their neighbours carry none', () => {
    const schedule = onlyOf(footing('340', '1,590'), 'text-layer');
    expect(schedule.proof.state).toBe('broken');
    expect(schedule.doubts).toEqual([
      {
        row: 3,
        col: 1,
        reason: 'breaks-sum',
        sentence: 'Printed 1,590, page 1: its rows add up to 1,540, it is out by 50',
      },
    ]);
    expect(cellOf(schedule, '1,590')?.confidence).toBe(1);
    expect(onlyOf(footing('340'), 'text-layer').doubts).toEqual([]);
  });

  test('carry one doubt, at the figure that row and column find wrong by the same amount', () => {
    const rows = (odd: string): Rows => [
      ['', 'Opening', 'Additions', 'Disposals', 'Closing'],
      ['Land and buildings', '4,812,300', '215,400', '(12,500)', '5,015,200'],
      ['Production lines', '2,107,650', '48,200', '(41,300)', '2,114,550'],
      ['Vehicles', '318,775', odd, '(9,140)', '402,275'],
      ['Total', '7,238,725', '356,240', '(62,940)', '7,532,025'],
    ];
    const { doubts } = onlyOf(rows('92,690'), 'text-layer');
    expect(doubts).toEqual([
      {
        row: 3,
        col: 2,
        reason: 'breaks-sum',
        sentence: 'Printed 92,690, page 1: row and column are both out by 50',
      },
    ]);
    expect(onlyOf(rows('92,640'), 'text-layer').doubts).toEqual([]);
  });

  test('are not doubted for a minus behind them', () => {
    const rows: Rows = [
      ['', '2024', '2023'],
      ['Sales', '1,200-', '1,100-'],
      ['Costs', '1,340', '1,280'],
      ['Result', '140', '180'],
    ];
    expect(onlyOf(rows, 'text-layer').doubts).toEqual([]);
  });
});

describe('the confidence of a schedule', () => {
  test('is higher with a proof than without, and lower where it is broken', () => {
    const unproved = onlyOf(footing('340', '1,671'));
    const proved = onlyOf(footing('340'));
    expect(proved.confidence).toBeGreaterThan(unproved.confidence);
  });

  test('an axis of a chart is no schedule; even steps with a label each are one, and so are uneven figures', () => {
    const labels = ['', 'confirmed', 'cases', 'per head', 'of people', ''];
    const of = (figures: string[], names = labels) =>
      findSchedules([
        figuresPage(
          figures.map((figure, row) => [names[row] ?? '', figure]),
          'text-layer',
        ),
      ]);
    const even = ['0.300', '0.250', '0.200', '0.150', '0.100', '0.050'];
    expect(of(even)).toEqual([]);
    expect(of(even, ['Year one', 'Year two', 'Year three', 'Year four', 'Year five', 'Later'])).toHaveLength(
      1,
    );
    expect(of(['0.300', '0.247', '0.200', '0.150', '0.100', '0.050'])).toHaveLength(1);
    // The lines beside the ticks of a scanned chart are read as letters.
    expect(of(even, ['A', '', 'i', '', 'l', ''])).toEqual([]);
  });

  test('what the recogniser could not read is a drawing and no schedule, unless a sum holds in it', () => {
    const read = (confidence: number, rows: Rows): Rows =>
      rows.map(([label, ...figures]) => [
        label,
        ...figures.map((figure) => ({
          ...(typeof figure === 'string' ? { text: figure } : figure),
          confidence,
        })),
      ]);
    const of = (confidence: number, rows: Rows) =>
      findSchedules([figuresPage(read(confidence, rows), 'ocr')]);
    expect(of(0.8, shares('45.1'))).toHaveLength(1);
    expect(of(0.3, shares('45.1'))).toEqual([]);
    expect(of(0.3, footing('340'))).toHaveLength(1);
  });
});

describe('how a figure is written', () => {
  test.each([
    ['$ 1,234.50', { digits: 6, decimals: 2, groups: ',', torn: false }],
    ['(1,747.)', { digits: 4, decimals: 0, groups: ',', torn: false }],
    ['4.217', { digits: 4, decimals: 0, groups: '.', torn: false }],
    ['242562', { digits: 6, decimals: 0, groups: '', torn: false }],
    ['294 81', { digits: 5, torn: true }],
    ['1.239.61', { decimals: 2, torn: true }],
    ['12.5%', { decimals: 1, percent: true, groups: null }],
  ])('%s', (raw, form) => {
    expect(writtenForm(raw)).toMatchObject(form);
  });

  test.each(['', '–', 'INV-85618', 'n/a', 'Total 2024', 'or more'])('%j is no figure', (raw) => {
    expect(writtenForm(raw)).toBeNull();
  });
});

describe('schedules of an older version', () => {
  test('are still served: what was read weakly is doubted', () => {
    const { doubts: _, ...old } = rollForward();
    expect(storedSchedule(old).doubts).toEqual([
      { row: 9, col: 2, reason: 'unsure', sentence: 'Read 6,310 with 71 % confidence, page 1' },
    ]);
    expect(SCHEMA_VERSION).toBeGreaterThan(1);
  });

  test('the doubts of a newer one stay as they were stored', () => {
    expect(storedSchedule({ ...rollForward(), doubts: [] }).doubts).toEqual([]);
  });
});
