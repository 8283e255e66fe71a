import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { detectFigureStyle } from '#shared/amounts/figure-style.ts';
import { parseCell } from '#shared/amounts/parse-cell.ts';
import { proveSchedule } from '#shared/proofs/prove-schedule.ts';
import type { Column, Row } from '#shared/schedules/schedule.ts';

/** A schedule whose first row is the heading and whose first column the label. */
function schedule(texts: string[][], unit = '') {
  const style = detectFigureStyle(texts.flat());
  const rows = texts.map((line, at): Row => ({
    role: at === 0 ? 'head' : 'line',
    level: 0,
    cells: line.map((raw, col) => ({
      raw,
      value: parseCell(raw, style, at === 0 ? 'head' : col === 0 ? 'label' : 'figure'),
      confidence: 1,
      page: 1,
      box: null,
    })),
  }));
  const columns = (texts[0] ?? []).map((heading, col): Column => ({
    heading,
    role: col === 0 ? 'label' : 'amount',
  }));
  return { rows, columns, caption: { unit } };
}

const FOOTING = [
  ['', '2024', '2023'],
  ['Products', '1,200', '1,100'],
  ['Services', '340', '280'],
  ['Total revenue', '1,540', '1,380'],
  ['Cost of products', '700', '650'],
  ['Cost of services', '90', '85'],
  ['Total costs', '790', '735'],
  ['Operating income', '750', '645'],
];

describe('footing', () => {
  it('proves subtotals, and results as the difference of two totals', () => {
    const proof = proveSchedule(schedule(FOOTING));
    expect(proof).toMatchObject({ state: 'proved', coveredCells: 14, amountCells: 14, sentence: 'foots' });
    expect(proof.checks).toHaveLength(6);
  });

  it('takes a grand total from subtotals, so that no line is counted twice', () => {
    const grand = [
      ...FOOTING.slice(0, 4),
      ['Grants', '60', '20'],
      ['Other', '5', '7'],
      ['Total other', '65', '27'],
      ['Total income', '1,605', '1,407'],
    ];
    const proof = proveSchedule(schedule(grand));
    const last = proof.checks.filter((check) => check.target.row === 7);
    expect(last.map((check) => check.addends.map((addend) => addend.row))).toEqual([
      [3, 6],
      [3, 6],
    ]);
    expect(proof.state).toBe('proved');
  });

  it('calls a total broken where the other column shows which rows it adds', () => {
    const misprint = FOOTING.map((row) => row.map((text) => (text === '1,380' ? '1,330' : text)));
    const proof = proveSchedule(schedule(misprint.slice(0, 4)));
    expect(proof).toMatchObject({ state: 'broken', sentence: 'Total revenue, 2023 is out by 50' });
  });

  it('calls a lone total broken where one digit explains the difference', () => {
    const proof = proveSchedule(
      schedule([
        ['', 'Amount'],
        ['Rent', '4,310'],
        ['Power', '1,255'],
        ['Wages', '9,402'],
        ['Total', '14,867'],
      ]),
    );
    expect(proof).toMatchObject({ state: 'broken', sentence: 'Total, Amount is out by 100' });
  });

  it('does not call broken what was never a sum', () => {
    const proof = proveSchedule(
      schedule([
        ['', 'Heads', 'Rate'],
        ['North', '120', '14.5'],
        ['South', '340', '17.0'],
        ['Total', '460', '16.3'],
      ]),
    );
    expect(proof.state).toBe('proved');
    expect(proof.checks.every((check) => check.target.col === 1)).toBe(true);
  });

  it('accepts half a unit per addend for rounded figures and says so', () => {
    const proof = proveSchedule(
      schedule(
        [
          ['', '2024'],
          ['A', '1,234'],
          ['B', '2,345'],
          ['C', '3,456'],
          ['Total', '7,036'],
        ],
        '(in thousands)',
      ),
    );
    expect(proof).toMatchObject({ state: 'proved-within-rounding', sentence: 'foots within rounding' });
  });

  it('accepts no cent where amounts are exact', () => {
    const proof = proveSchedule(
      schedule([
        ['', 'Amount'],
        ['A', '1,234.10'],
        ['B', '2,345.20'],
        ['Total', '3,579.31'],
      ]),
    );
    expect(proof.state).toBe('broken');
  });
});

describe('nothing to prove', () => {
  it.each([
    [
      'no total',
      [
        ['', 'a'],
        ['x', '120'],
        ['y', '340'],
        ['z', '777'],
      ],
    ],
    [
      'only zeros',
      [
        ['', 'a', 'b'],
        ['x', '–', '–'],
        ['y', '–', '–'],
        ['Total', '–', '–'],
      ],
    ],
    [
      'a single addend',
      [
        ['', 'a'],
        ['x', '120'],
        ['Total', '120'],
      ],
    ],
    [
      'a total of other things',
      [
        ['', 'a'],
        ['x', '120'],
        ['y', '340'],
        ['Total shares', '88,123'],
      ],
    ],
    [
      'small figures that meet by chance',
      [
        ['', 'a'],
        ['x', '1'],
        ['y', '2'],
        ['z', '3'],
        ['u', '5'],
      ],
    ],
  ])('is said of %s, never a pass', (_, texts) => {
    expect(proveSchedule(schedule(texts))).toMatchObject({
      state: 'nothing-to-prove',
      checks: [],
      sentence: 'nothing to prove',
    });
  });
});

const AGEING = [
  ['Customer', 'Current', '1-30', '31-60', 'Total'],
  ['Adler', '1,250.00', '310.50', '–', '1,560.50'],
  ['Birch', '–', '–', '88.00', '88.00'],
  ['Cedar', '640.25', '12.00', '40.00', '692.25'],
  ['Total', '1,890.25', '322.50', '128.00', '2,340.75'],
];

describe('cross-foot', () => {
  it('finds that the buckets sum to the total, together with the footing', () => {
    const proof = proveSchedule(schedule(AGEING));
    expect(proof).toMatchObject({
      state: 'proved',
      sentence: 'foots and cross-foots',
      coveredCells: 16,
      amountCells: 16,
    });
  });

  it('finds opening + additions - disposals = closing', () => {
    const proof = proveSchedule(
      schedule([
        ['', 'Opening', 'Additions', 'Disposals', 'Closing'],
        ['Land', '5,000', '100', '40', '5,060'],
        ['Plant', '8,210', '930', '315', '8,825'],
        ['Vans', '1,470', '260', '85', '1,645'],
        ['Desks', '333', '45', '21', '357'],
      ]),
    );
    const across = proof.checks.filter((check) => check.prover === 'cross-foot');
    expect(across[0]?.addends.map((addend) => addend.sign)).toEqual([1, 1, -1]);
    expect(proof.state).toBe('proved');
  });

  it('names the one cell that row and column find wrong by the same amount', () => {
    const wide = [
      ...AGEING.slice(0, 4),
      ['Dover', '77.00', '5.00', '13.00', '95.00'],
      ['Elm', '21.00', '9.50', '61.00', '91.50'],
      ['Total', '1,988.25', '337.00', '202.00', '2,527.25'],
    ];
    const misread = wide.map((row) => row.map((text) => (text === '310.50' ? '810.50' : text)));
    expect(proveSchedule(schedule(misread)).sentence).toBe(
      'Adler, 1-30 does not fit: row and column are both out by 500.00',
    );
  });

  it('claims nothing of columns that merely stand beside each other', () => {
    const proof = proveSchedule(
      schedule([
        ['', 'a', 'b', 'c'],
        ['x', '120', '345', '678'],
        ['y', '340', '901', '222'],
        ['z', '777', '314', '159'],
      ]),
    );
    expect(proof.state).toBe('nothing-to-prove');
  });
});

it('any table of random lines with its true totals is proved, whatever its figures', () => {
  const lines = fc.array(
    fc.tuple(fc.integer({ min: 1000, max: 9_999_999 }), fc.integer({ min: 1000, max: 9_999_999 })),
    { minLength: 2, maxLength: 12 },
  );
  fc.assert(
    fc.property(lines, (figures) => {
      const texts = figures.map(([a, b], index) => [`Line ${index}`, String(a), String(b)]);
      const total = [
        'Total',
        String(figures.reduce((sum, [a]) => sum + a, 0)),
        String(figures.reduce((sum, [, b]) => sum + b, 0)),
      ];
      const proof = proveSchedule(schedule([['', 'a', 'b'], ...texts, total]));
      expect(proof.checks.filter((check) => check.target.row === texts.length + 1)).toHaveLength(2);
      expect(proof.state).not.toBe('nothing-to-prove');
    }),
  );
});
