import { describe, expect, test } from 'vitest';
import { type Piece, typesetPage } from '#tests/fixtures/typeset-page.ts';
import type { Box, PageModel } from '#worker/page/page-model.ts';
import { findSchedules } from '#worker/tables/find-schedules.ts';

const raws = (page: PageModel): string[][][] =>
  findSchedules([page]).map(({ rows }) => rows.map(({ cells }) => cells.map(({ raw }) => raw)));

/** A label at 60 and figures right-aligned to the edges given; '' leaves a place free. */
const row = (y: number, cells: readonly string[], edges: readonly number[]): [number, ...Piece[]] => {
  const [label = '', ...figures] = cells;
  const pieces: Piece[] = figures.map((text, col) => ({ text, right: edges[col] ?? 0 }));
  return [y, ...[{ text: label, left: 60 }, ...pieces].filter(({ text }) => text !== '')];
};
const level = (y: number, left: number, right: number): Box => [left, y, right, y + 0.5];

describe('a table in one column of a page', () => {
  const states = ['Illinois', 'Texas', 'Florida', 'Vermont', 'Alabama', 'Arizona', 'Nevada', 'Virginia'];
  const beside = [
    'Disparities among persons who already have',
    'a disease or have experienced a stroke often',
    'focus on differences in access to care and in',
    'the quality of treatment that they are given',
    'which varies across the states and the groups',
    'of patients; in addition the rates of those who',
    'smoke or are inactive differ considerably and',
    'explain much of what remains to be explained',
  ];

  test('is one, where lines of the text beside it stand between its rows', () => {
    const rows = states.map((state, index) =>
      row(100 + index * 14, [state, `${17 - index},747`, `${134 - index}.8`], [180, 240]),
    );
    const prose = beside.flatMap((text, index): [number, ...Piece[]][] => [
      [93 + index * 14, { text, left: 320 }],
      [100 + index * 14, { text, left: 320 }],
    ]);
    expect(raws(typesetPage([...rows, ...prose]))).toEqual([
      states.map((state, index) => [state, `${17 - index},747`, `${134 - index}.8`]),
    ]);
  });
});

describe('the headings of a table', () => {
  const edges = [200, 280, 360, 440];
  const body = ['1996', '1997', '1998', '1999'].map((year, index) =>
    row(160 + index * 14, [year, `45,61${index}`, `3,53${index}`, `3,77${index}`, `3,60${index}`], edges),
  );
  const closing = [level(100, 55, 445), level(149, 55, 445)];
  const heads = [
    [115, { text: 'Grade', middle: 350 }],
    [135, { text: 'Year', left: 60 }, { text: 'Total', right: 200 }, ...leaves('K', 'One', 'Two')],
  ] as const;

  function leaves(...texts: string[]): Piece[] {
    return texts.map((text, index) => ({ text, right: edges[index + 1] ?? 0 }));
  }

  test('are of full height beside a span whose ruling stops at its columns', () => {
    const ruled = typesetPage([...heads, ...body], [...closing, level(130, 255, 445)]);
    const [schedule] = findSchedules([ruled]);
    expect(schedule?.rows.slice(0, 2).map(({ cells }) => cells.map(({ raw }) => raw))).toEqual([
      ['Year', 'Total', 'Grade', '', ''],
      ['', '', 'K', 'One', 'Two'],
    ]);
    expect(schedule?.rows[0]?.cells.map(({ colSpan = 1, rowSpan = 1 }) => [colSpan, rowSpan])).toEqual([
      [1, 2],
      [1, 2],
      [3, 1],
      [1, 1],
      [1, 1],
    ]);
    expect(schedule?.columns.map(({ heading }) => heading)).toEqual([
      'Year',
      'Total',
      'Grade K',
      'Grade One',
      'Grade Two',
    ]);
  });

  test('stay in their rows where every column has a ruling of its own', () => {
    const single = [level(149, 55, 90), ...edges.map((edge) => level(149, edge - 45, edge))];
    const [rows] = raws(typesetPage([...heads, ...body], [level(130, 255, 445), ...single]));
    expect(rows?.slice(0, 2)).toEqual([
      ['', '', 'Grade', '', ''],
      ['Year', 'Total', 'K', 'One', 'Two'],
    ]);
  });

  test('may be figures: rulings under a span above them and through below them say so', () => {
    const grades = [
      [115, { text: 'Grade', middle: 350 }],
      [135, { text: 'Year', left: 60 }, { text: 'Total', right: 200 }, ...leaves('7', '8', '9')],
    ] as const;
    const [schedule] = findSchedules([typesetPage([...grades, ...body], [...closing, level(130, 255, 445)])]);
    expect(schedule?.rows.map(({ role }) => role).slice(0, 3)).toEqual(['head', 'head', 'line']);
    expect(schedule?.columns[2]?.heading).toBe('Grade 7');
    const [plain] = findSchedules([typesetPage([...grades, ...body])]);
    expect(plain?.rows.filter(({ role }) => role === 'head').length).toBeLessThan(2);
  });

  test('keep units under their years whatever stands beside them', () => {
    const rows = [
      [100, ...leaves('', '2019', '2018').slice(1)],
      [113, { text: 'Note', right: 280 }, ...leaves('', '£m', '£m').slice(1)],
      row(130, ['Investments', '', '3', '1,216.0', '1,212.9'], edges),
      row(143, ['Debtors', '', '4', '415.9', '440.7'], edges),
      row(156, ['Creditors', '', '6', '411.4', '288.4'], edges),
    ] as const;
    expect(raws(typesetPage(rows))[0]?.slice(0, 2)).toEqual([
      ['', '', '2019', '2018'],
      ['', 'Note', '£m', '£m'],
    ]);
  });

  test('over several columns go on in a second line beside the first line of another', () => {
    const wide = [180, 260, 340, 420];
    const rows = [
      [100, { text: 'Average amount owed', middle: 365 }],
      [112, { text: 'Percent who owe', middle: 205 }, { text: '(by borrowers)', middle: 365 }],
      [130, ...['Women', 'Men', 'Women', 'Men'].map((text, col) => ({ text, right: wide[col] ?? 0 }))],
      row(150, ['Public', '32.600', '23.000', '8,100', '36,500'], wide),
      row(164, ['Private', '29.700', '24.200', '12,500', '37,500'], wide),
      row(178, ['Other', '41.300', '31.900', '11,200', '43,200'], wide),
    ] as const;
    const rulings = [level(124, 140, 262), level(124, 305, 422), level(143, 55, 425)];
    expect(raws(typesetPage(rows, rulings))[0]?.slice(0, 2)).toEqual([
      ['', 'Percent who owe', '', 'Average amount owed (by borrowers)', ''],
      ['', 'Women', 'Men', 'Women', 'Men'],
    ]);
  });

  test('alone in their line and wider than a column span those they are centred over', () => {
    const rows = [
      [100, { text: 'Accumulated depreciation', middle: 342 }],
      [113, { text: 'Cost', right: 200 }, ...leaves('Opening', 'Charge', 'Closing')],
      row(130, ['Conveyor', '83,000', '27,667', '27,667', '55,334'], edges),
      row(143, ['Air compressor', '158,000', '110,600', '15,800', '126,400'], edges),
      row(156, ['Packaging line', '329,500', '131,800', '65,900', '197,700'], edges),
    ] as const;
    const [schedule] = findSchedules([typesetPage(rows)]);
    expect(schedule?.columns.map(({ heading }) => heading)).toEqual([
      '',
      'Cost',
      'Accumulated depreciation Opening',
      'Accumulated depreciation Charge',
      'Accumulated depreciation Closing',
    ]);
  });

  test('are found above a section that begins left of right-aligned labels', () => {
    const rows = [
      [100, { text: 'Dose (ppm)', left: 40 }, ...leaves('Day 1', 'Day 4', 'Day 7')],
      [118, { text: 'Male', left: 42 }],
      ...['0', '250', '500', '1,000'].map((dose, index): [number, ...Piece[]] => [
        134 + index * 13,
        { text: dose, right: 82 },
        ...leaves(`5.${index}`, `8.${index}`, `13.${index}`),
      ]),
    ] as const;
    expect(raws(typesetPage(rows))[0]?.slice(0, 3)).toEqual([
      ['Dose (ppm)', 'Day 1', 'Day 4', 'Day 7'],
      ['Male', '', '', ''],
      ['0', '5.0', '8.0', '13.0'],
    ]);
  });
});

describe('a heading among the rows', () => {
  test('of one column of figures is one cell, in however many lines it is set', () => {
    const edges = [240, 320];
    const page = typesetPage([
      row(100, ['', '2019', '2018'], edges),
      row(114, ['Total revenues', '39,506', '39,383'], edges),
      row(128, ['Net income', '11,083', '3,587'], edges),
      row(142, ['', 'Consolidated Balance'], edges),
      row(155, ['', 'Sheets Data:'], edges),
      row(169, ['Working capital', '27,756', '57,035'], edges),
      row(183, ['Total assets', '108,709', '137,851'], edges),
    ]);
    expect(raws(page)[0]?.slice(2, 5)).toEqual([
      ['Net income', '11,083', '3,587'],
      ['', 'Consolidated Balance Sheets Data:', ''],
      ['Working capital', '27,756', '57,035'],
    ]);
  });
});

describe('a closed grid', () => {
  const xs = [60, 160, 260, 360];
  const grid = (ys: readonly number[]): Box[] => [
    ...ys.map((y) => level(y, 60, 360)),
    ...xs.map((x): Box => [x, ys[0] ?? 0, x + 0.5, ys.at(-1) ?? 0]),
  ];
  const names = (y: number, texts: readonly string[]): [number, ...Piece[]] => [
    y,
    ...texts.map((text, col) => ({ text, left: (xs[col] ?? 0) + 8 })),
  ];
  const plots = [100, 115, 130, 145, 160, 175, 190, 205, 220];

  test('behind curves is none, whatever names its panels have', () => {
    const panels = [
      names(102, ['Austria', 'Belgium', 'Denmark']),
      names(162, ['Estonia', 'France', 'Spain']),
    ];
    expect(raws(typesetPage(panels, grid(plots)))).toEqual([]);
  });

  test('of words that fill its rows is one, and so is one with figures and many free rows', () => {
    const words = plots.slice(0, -1).map((y) => names(y + 2, ['Austria', 'Vienna', 'German']));
    expect(raws(typesetPage(words, grid(plots)))[0]).toHaveLength(8);
    const figures = [names(102, ['Item', '2024', '2023']), names(117, ['Cash', '1,204', '998'])];
    expect(raws(typesetPage(figures, grid(plots)))[0]).toHaveLength(2);
  });

  test('is read without the title and the notes that its frame takes in', () => {
    const ys = [100, 120, 140, 160, 180, 200];
    const inner = xs.map((x, index): Box =>
      index === 0 || index === 3 ? [x, 100, x + 0.5, 200] : [x, 120, x + 0.5, 180],
    );
    const rows = [
      [104, { text: 'Exhibit 4 Districts by state', left: 68 }],
      names(124, ['State', 'Schools', 'Pupils']),
      names(144, ['Ohio', '1,204', '53,100']),
      names(164, ['Iowa', '998', '41,700']),
      [184, { text: 'Note: figures are of 2004', left: 68 }],
    ] as const;
    const [schedule] = findSchedules([typesetPage(rows, [...ys.map((y) => level(y, 60, 360)), ...inner])]);
    expect(schedule?.rows.map(({ cells }) => cells.map(({ raw }) => raw))).toEqual([
      ['State', 'Schools', 'Pupils'],
      ['Ohio', '1,204', '53,100'],
      ['Iowa', '998', '41,700'],
    ]);
    expect(schedule?.parts[0]?.box.map(Math.round)).toEqual([60, 120, 361, 180]);
    expect(schedule?.caption.title).toContain('Districts by state');
  });
});

describe('leaders', () => {
  const rows = (leader: string) =>
    [
      row(100, ['', '2024', '2023'], [300, 380]),
      [115, { text: `Data Center ${leader}`, left: 60 }, ...figures('5,424', '5,421')],
      row(130, ['Programmable Solutions Group ..', '2,579', '2,490'], [300, 380]),
      row(145, ['All other', '238', '718'], [300, 380]),
    ] as const;
  const figures = (...texts: string[]): Piece[] =>
    texts.map((text, col) => ({ text, right: 300 + col * 80 }));

  test('of a dot or two, all that a long label left room for, are no part of it', () => {
    expect(raws(typesetPage(rows('........')))[0]?.[2]).toEqual([
      'Programmable Solutions Group',
      '2,579',
      '2,490',
    ]);
  });

  test('are dots like any where no other label has some', () => {
    expect(raws(typesetPage(rows('Group')))[0]?.[2]?.[0]).toBe('Programmable Solutions Group ..');
  });
});
