import { describe, expect, it } from 'vitest';
import { findSchedules } from '#worker/tables/find-schedules.ts';
import type { PageModel, Ruling, Word } from '#worker/page/page-model.ts';

const SIZE = 10;
const PITCH = 15;

/** One piece of text: its words are set with ordinary spaces. `right` aligns to the right edge, else x is the left one. */
interface Piece {
  text: string;
  x: number;
  right?: true;
}

function wordsOf(piece: Piece, y: number): Word[] {
  const width = (text: string) => text.length * SIZE * 0.5;
  let x = piece.right ? piece.x - width(piece.text) : piece.x;
  return piece.text.split(' ').map((text) => {
    const box = [x, y, x + width(text), y + SIZE] as const;
    x += width(text) + SIZE * 0.28;
    return { text, box, confidence: 1, fontSizePoints: SIZE, bold: false };
  });
}

function page(number: number, lines: { y: number; pieces: Piece[] }[], rulings: Ruling[] = []): PageModel {
  return {
    page: number,
    widthPoints: 612,
    heightPoints: 792,
    source: 'text-layer',
    words: lines.flatMap(({ y, pieces }) => pieces.flatMap((piece) => wordsOf(piece, y))),
    rulings,
    fills: [],
    turnedDegrees: 0,
  };
}

/** Rows below each other: label at its indent, figures right-aligned to the given edges; a "$" stands apart, 40 points before. */
function statement(top: number, rows: string[][], edges: number[]) {
  return rows.map(([label = '', ...figures], index) => {
    const indent = label.length - label.trimStart().length;
    const pieces: Piece[] = label.trim() === '' ? [] : [{ text: label.trim(), x: 60 + indent * 6 }];
    figures.forEach((figure, column) => {
      const [, sign, text = ''] = /^(\$ )?(.*)$/.exec(figure) ?? [];
      const edge = edges[column] ?? 0;
      if (sign) pieces.push({ text: '$', x: edge - 45 });
      if (text !== '') pieces.push({ text, x: edge + (text.endsWith(')') ? 4 : 0), right: true });
    });
    return { y: top + index * PITCH, pieces };
  });
}

const raws = (model: PageModel[]) =>
  findSchedules(model).map((schedule) => schedule.rows.map((row) => row.cells.map((cell) => cell.raw)));

const PROSE = [
  'The Company recognises revenue when control of the promised goods is passed to the',
  'customer, which in most cases happens on delivery of the goods at the premises and',
  'after the customer has accepted them; in the year 2023 this was the case for 97 of',
  'every hundred orders, and the remaining revenue of 1,200 was recognised over time.',
];

const INCOME = [
  ['', '2024', '2023'],
  ['Revenue:'],
  ['  Products', '$ 1,200', '$ 1,100'],
  ['  Services', '340', '280'],
  ['Total revenue', '1,540', '1,380'],
  ['Cost of revenue', '(700)', '(650)'],
  ['Gross profit', '$ 840', '$ 730'],
];

describe('a statement without rulings', () => {
  const [schedule] = findSchedules([page(1, statement(100, INCOME, [400, 500]))]);

  it('gives one schedule whose currency signs and parentheses belong to their amounts', () => {
    expect(schedule?.rows.map((row) => row.cells.map((cell) => cell.raw))).toEqual([
      ['', '2024', '2023'],
      ['Revenue:', '', ''],
      ['Products', '$ 1,200', '$ 1,100'],
      ['Services', '340', '280'],
      ['Total revenue', '1,540', '1,380'],
      ['Cost of revenue', '(700)', '(650)'],
      ['Gross profit', '$ 840', '$ 730'],
    ]);
    expect(schedule?.rows[5]?.cells[1]?.value).toEqual({ type: 'amount', minor: -700, scale: 0 });
  });

  it('keeps roles and indents', () => {
    expect(schedule?.rows.map((row) => row.role)).toEqual([
      'head',
      'section',
      'line',
      'line',
      'subtotal',
      'line',
      'line',
    ]);
    expect(schedule?.rows.map((row) => row.level)).toEqual([0, 0, 1, 1, 0, 0, 0]);
    expect(schedule?.columns).toEqual([
      { heading: '', role: 'label' },
      { heading: '2024', role: 'amount' },
      { heading: '2023', role: 'amount' },
    ]);
  });

  it('is proved and named', () => {
    expect(schedule).toMatchObject({ kind: 'income-statement', proof: { state: 'proved' }, pages: [1] });
    expect(schedule?.confidence).toBeGreaterThan(0.8);
  });
});

describe('rows', () => {
  it('a label wrapped over two lines is one row, wherever its figures stand', () => {
    const lines = statement(
      100,
      [
        ['', '2024', '2023'],
        ['Cost of services, including amortisation of', '', ''],
        ['acquired technology', '340', '280'],
        ['Restructuring', '12', '19'],
        ['Total', '352', '299'],
      ],
      [400, 500],
    );
    expect(raws([page(1, lines)])[0]?.[1]).toEqual([
      'Cost of services, including amortisation of acquired technology',
      '340',
      '280',
    ]);
  });

  const LOAN = [
    ['No', 'Payment', 'Interest', 'Principal', 'Balance'],
    ['Start', '', '', '', '10,000.00'],
    ['1', '1,709.64', '50.00', '1,659.64', '8,340.36'],
    ['2', '1,709.64', '41.70', '1,667.94', '6,672.42'],
  ];

  it('begin with one that only brings a balance forward, and stand under the headings above it', () => {
    expect(raws([page(1, statement(100, LOAN, [220, 320, 420, 520]))])).toEqual([LOAN]);
  });

  it('do not begin with the number of the page', () => {
    const rows = [['', '', '', '', '17'], ...LOAN.slice(2)];
    expect(raws([page(1, statement(100, rows, [220, 320, 420, 520]))])).toEqual([LOAN.slice(2)]);
  });

  it('a section heading is not joined with the row below it', () => {
    const lines = statement(
      100,
      [['', '2024', '2023'], ['Assets'], ['  Cash', '340', '280'], ['  Stock', '12', '19']],
      [400, 500],
    );
    expect(raws([page(1, lines)])[0]).toHaveLength(4);
  });
});

describe('columns', () => {
  it('debits and credits that share no row stay two columns, and account numbers stay text', () => {
    const rows = [
      ['1044', 'Cash', '', '372.53'],
      ['1129', 'Petty cash', '45,789.68', ''],
      ['1183', 'Inventory', '', '11,171.18'],
      ['1901', 'Buildings', '882.22', ''],
    ];
    const lines = rows.map(([account = '', name = '', debit = '', credit = ''], index) => ({
      y: 115 + index * PITCH,
      pieces: [
        { text: account, x: 60 },
        { text: name, x: 120 },
        { text: debit, x: 400, right: true as const },
        { text: credit, x: 500, right: true as const },
      ].filter((piece) => piece.text !== ''),
    }));
    const head = {
      y: 100,
      pieces: [
        { text: 'Acct', x: 60 },
        { text: 'Account name', x: 120 },
        { text: 'Debit', x: 400, right: true as const },
        { text: 'Credit', x: 500, right: true as const },
      ],
    };
    const [schedule] = findSchedules([page(1, [head, ...lines])]);
    expect(schedule?.rows.map((row) => row.cells.map((cell) => cell.raw))).toEqual([
      ['Acct', 'Account name', 'Debit', 'Credit'],
      ...rows,
    ]);
    expect(schedule?.rows[4]?.cells[0]?.value).toEqual({ type: 'text', text: '1901' });
    expect(schedule?.kind).toBe('trial-balance');
  });

  it('a heading centred over several columns spans them', () => {
    const span = { y: 85, pieces: [{ text: 'Years ended December 31,', x: 393 }] };
    const lines = statement(
      100,
      [
        ['', '2024', '2023', '2022'],
        ['Fees', '340', '280', '210'],
        ['Rent', '12', '19', '44'],
      ],
      [400, 470, 540],
    );
    const [schedule] = findSchedules([page(1, [span, ...lines])]);
    expect(schedule?.rows[0]?.cells[1]).toMatchObject({ raw: 'Years ended December 31,', colSpan: 3 });
    expect(schedule?.columns[3]?.heading).toBe('Years ended December 31, 2022');
  });
});

describe('a closed grid of rulings', () => {
  const xs = [60, 200, 300, 400];
  const ys = [100, 120, 140, 160];
  const rulings = [
    ...ys.map((y): Ruling => ({ direction: 'horizontal', box: [60, y, 400, y] })),
    ...xs.map((x): Ruling => ({ direction: 'vertical', box: [x, 100, x, 160] })),
  ];
  const texts = [
    ['Region', 'Units', 'Status'],
    ['North', '120', 'open'],
    ['South', '340', 'closed'],
  ];
  const lines = texts.map((row, index) => ({
    y: 105 + index * 20,
    pieces: row.map((text, column) => ({ text, x: (xs[column] ?? 0) + 5 })),
  }));

  it('is read cell by cell, with its words wherever they stand in the cell', () => {
    expect(raws([page(1, lines, rulings)])).toEqual([texts]);
  });

  it('joins compartments between which no ruling stands', () => {
    const merged: Ruling[] = [
      ...rulings.filter(({ box }) => box[0] !== 300 || box[1] !== 100 || box[3] !== 160),
      { direction: 'vertical', box: [300, 120, 300, 160] },
    ];
    const [head, ...body] = lines;
    const spanned = {
      y: 105,
      pieces: [
        { text: 'Region', x: 65 },
        { text: 'Units and status', x: 255 },
      ],
    };
    const [schedule] = findSchedules([page(1, head ? [spanned, ...body] : [], merged)]);
    expect(schedule?.rows[0]?.cells[1]).toMatchObject({ raw: 'Units and status', colSpan: 2 });
  });
});

describe('several tables', () => {
  const first = statement(100, INCOME, [400, 500]);
  const second = statement(
    420,
    [
      ['', '2024', '2023'],
      ['Land', '5,000', '4,000'],
      ['Plant', '310', '290'],
    ],
    [300, 380],
  );

  it('on one page with prose between them are two', () => {
    const prose = PROSE.map((text, index) => ({ y: 300 + index * 12, pieces: [{ text, x: 60 }] }));
    expect(raws([page(1, [...first, ...prose, ...second])]).map((rows) => rows.length)).toEqual([7, 3]);
  });

  const ageing = (from: number, count: number) =>
    Array.from({ length: count }, (_, index) => [
      `Customer ${from + index}`,
      `${(from + index) * 37}.10`,
      `${(from + index) * 11}.25`,
    ]);
  const heads = ['Customer', 'Current', 'Overdue'];

  it('over two pages with the same heading are one, and the heading stands once', () => {
    const pages = [
      page(1, statement(60, [heads, ...ageing(10, 44)], [400, 500])),
      page(2, statement(60, [heads, ...ageing(60, 5)], [400, 500])),
    ];
    const [schedule, ...others] = findSchedules(pages);
    expect(others).toEqual([]);
    expect(schedule?.rows).toHaveLength(50);
    expect(schedule?.pages).toEqual([1, 2]);
    expect(
      schedule?.parts.map(({ firstRow, rowCount, headRepeated }) => [firstRow, rowCount, headRepeated]),
    ).toEqual([
      [0, 45, undefined],
      [45, 5, true],
    ]);
  });

  it('a single row carried over to the next page still belongs to its table', () => {
    const pages = [
      page(1, statement(60, [heads, ...ageing(10, 44)], [400, 500])),
      page(2, statement(60, [['Total', '12,345.10', '2,345.25']], [400, 500])),
    ];
    expect(raws(pages).map((rows) => rows.length)).toEqual([46]);
  });

  it('of different columns on two pages stay two', () => {
    const pages = [
      page(1, statement(60, [heads, ...ageing(10, 44)], [400, 500])),
      page(
        2,
        statement(
          60,
          [
            ['', '2024'],
            ['Fees', '340'],
            ['Rent', '12'],
            ['Power', '77'],
          ],
          [300],
        ),
      ),
    ];
    expect(findSchedules(pages)).toHaveLength(2);
  });
});

describe('no table is found in', () => {
  it('running text with figures', () => {
    expect(
      findSchedules([
        page(
          1,
          PROSE.map((text, index) => ({ y: 100 + index * 12, pieces: [{ text, x: 60 }] })),
        ),
      ]),
    ).toEqual([]);
  });

  it('a table of contents', () => {
    const entries = ['Overview', 'Risk factors', 'Properties', 'Legal proceedings', 'Controls'].map(
      (title, index) => [title, String(3 + index * 7)],
    );
    expect(findSchedules([page(1, statement(100, entries, [500]))])).toEqual([]);
  });

  it('a numbered list', () => {
    const items = [
      'Other movements in the year',
      'We repaid 1,200 of the loan',
      'Credit risk is low',
      'Sales grew by 12%',
    ];
    const lines = items.map((text, index) => ({
      y: 100 + index * 20,
      pieces: [
        { text: `${index + 1}.`, x: 60 },
        { text, x: 90 },
      ],
    }));
    expect(findSchedules([page(1, lines)])).toEqual([]);
  });

  it('the axis of a chart', () => {
    const lines = [300, 200, 100, 50, 0].map((value, index) => ({
      y: 100 + index * 20,
      pieces: [{ text: String(value), x: 90, right: true as const }],
    }));
    expect(findSchedules([page(1, lines)])).toEqual([]);
  });

  it('a blank page', () => {
    expect(findSchedules([page(1, [])])).toEqual([]);
  });
});

describe('the separators of a table', () => {
  const plain = (rows: string[][]) => statement(100, rows, [400, 500]);
  const open = plain([
    ['', '2024', '2023'],
    ['Umsatz', '1.200', '1.100'],
    ['Ertrag', '2.340', '1.280'],
    ['Summe', '3.540', '2.380'],
  ]);
  const certain = (figures: string[]) =>
    plain([['', '2024', '2023'], ...figures.map((text, row) => [`Zeile ${row}`, text, text])]);
  const lastValue = (models: PageModel[]) => findSchedules(models)[0]?.rows.at(-1)?.cells[1]?.value;

  it('are those of the document where the table itself does not tell', () => {
    const german = certain(['12,50', '1.250,75', '3,40']);
    const english = certain(['12.50', '1,250.75', '3.40']);
    expect(lastValue([page(1, open), page(2, []), page(3, german)])).toMatchObject({ minor: 3540, scale: 0 });
    expect(lastValue([page(1, open), page(2, []), page(3, english)])).toMatchObject({
      minor: 3540,
      scale: 3,
    });
  });
});

describe('what the recogniser held possible', () => {
  it('is kept by a cell that is one word, and by no other', () => {
    const scanned = page(1, statement(100, INCOME, [400, 500]));
    const words = scanned.words.map((word) =>
      word.text === '340' || word.text === '1,200' ? { ...word, alternatives: ['349', '840'] } : word,
    );
    const [schedule] = findSchedules([{ ...scanned, words }]);
    const cells = schedule?.rows.flatMap((row) => row.cells) ?? [];
    const kept = cells.filter((cell) => cell.alternatives !== undefined);
    expect(kept.map(({ raw, alternatives }) => [raw, alternatives])).toEqual([['340', ['349', '840']]]);
  });
});
