import { array, assert, integer, property, tuple } from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cropImage } from '#worker/ocr/crop-image.ts';
import { findUnread } from '#worker/ocr/find-unread.ts';
import { mendSeparators } from '#worker/ocr/mend-separators.ts';
import { moveWord } from '#worker/ocr/move-word.ts';
import type { FigurePart, FigureReading, OcrEngine, OcrWord } from '#worker/ocr/ocr-engine.ts';
import { readAgain } from '#worker/ocr/read-again.ts';
import { readUnread } from '#worker/ocr/read-unread.ts';
import { settleFigure } from '#worker/ocr/settle-figure.ts';
import { softenImage } from '#worker/ocr/soften-image.ts';
import type { Box } from '#worker/page/page-model.ts';
import type { GreyImage } from '#worker/pdf/grey-image.ts';

const never = new AbortController().signal;
const paper: GreyImage = { width: 900, height: 600, dpi: 300, pixels: new Uint8Array(540_000).fill(255) };

/** A word whose ink ends at `right`, on row `row` of rows of 60 pixels. */
function word(text: string, [right, row]: [right: number, row: number], confidence = 0.95): OcrWord {
  const box: Box = [right - 25 * text.length, row * 60 + 8, right, row * 60 + 38];
  return { text, box, confidence, baseline: row * 60 + 38, emPixels: 42 };
}

const textsOf = (words: OcrWord[]): string[] => words.map(({ text }) => text);

/** An engine that answers from a list and keeps what it was asked. */
function answering(
  figures: FigureReading[][],
  lines: OcrWord[][] = [],
): OcrEngine & { asked: FigurePart[][] } {
  const asked: FigurePart[][] = [];
  return {
    asked,
    name: 'null',
    readImage: async () => [],
    readFigures: async (_image, parts) => {
      asked.push(parts);
      return figures[asked.length - 1] ?? [];
    },
    readLines: async () => lines,
    close: async () => {},
  };
}

describe('what segmentation left unread', () => {
  const letter = (x: number, row: number): Box => [x, row * 60 + 8, x + 22, row * 60 + 38];
  const digits = (x: number, row: number): Box[] => [0, 25, 50, 75].map((step) => letter(x + step, row));

  test('is found line by line, and columns stay apart', () => {
    const blots = [0, 1, 2].flatMap((row) => [...digits(100, row), ...digits(600, row)]);
    const names = [0, 1, 2].map((row) => word('Cash', [400, row]));
    const covered = names.flatMap(({ box: [x0, y0] }) =>
      [0, 25, 50].map((x): Box => [x0 + x, y0, x0 + x + 22, y0 + 30]),
    );
    const unread = findUnread([...blots, ...covered], names, 300);
    expect(unread).toHaveLength(6);
    expect(unread[0]).toEqual([100, 8, 197, 38]);
  });

  test('is nothing where words cover all letters, and no specks and no pictures', () => {
    const read = word('4,321', [225, 0]);
    expect(findUnread(digits(110, 0), [read], 300)).toEqual([]);
    expect(
      findUnread(
        [
          [50, 50, 56, 56],
          [100, 100, 108, 400],
        ],
        [],
        300,
      ),
    ).toEqual([]);
  });

  test('is not looked for in a halftone of more blots than a page has letters', () => {
    const dots = Array.from({ length: 10_001 }, (_, at): Box => {
      const [x, y] = [(at % 100) * 80, Math.floor(at / 100) * 40];
      return [x, y, x + 22, y + 30];
    });
    expect(findUnread(dots.slice(0, 200), [], 300)).not.toEqual([]);
    expect(findUnread(dots, [], 300)).toEqual([]);
  });

  test('is added where the recogniser is sure of letters', async () => {
    const sure = word('3766', [200, 0]);
    const engine = answering([], [[sure], [word('~', [200, 1])], [word('lI', [200, 2], 0.3)]]);
    const scan = {
      image: paper,
      skewDegrees: 0,
      tiltDegrees: 0,
      sideways: false,
      lines: [],
      blots: digits(100, 0),
    };
    const known = word('Rent', [500, 0]);
    expect(await readUnread(engine, { scan, words: [known] }, never)).toEqual([known, sure]);
  });
});

test('a column of figures that was taken for a word on end is read line by line', async () => {
  const blots = [0, 1, 2].map((row): Box => [100, row * 60 + 8, 122, row * 60 + 38]);
  const figures = [0, 1, 2].map((row) => word(String(row + 1), [122, row]));
  const column = {
    ...word('SIJENNY', [122, 0], 0.4),
    box: [100, 8, 122, 158] as const,
    onEnd: true as const,
  };
  const engine = answering(
    [],
    figures.map((figure) => [figure]),
  );
  const scan = { image: paper, skewDegrees: 0, tiltDegrees: 0, sideways: false, lines: [], blots };
  expect(await readUnread(engine, { scan, words: [column] }, never)).toEqual(figures);
});

describe('figures are read again', () => {
  test('only where the first reading is weak or badly formed, and never words', async () => {
    const engine = answering([
      [
        { text: '1,234', confidence: 0.9 },
        { text: '1,204.00', confidence: 0.95 },
      ],
    ]);
    const words = [
      word('Sales', [200, 0], 0.4),
      word('5,678', [500, 0]),
      word('1,234', [500, 1], 0.7),
      word('1,204.0O', [500, 2]),
    ];
    const read = await readAgain(engine, { image: paper, words }, never);
    expect(engine.asked[0]).toHaveLength(2);
    expect(textsOf(read)).toEqual(['Sales', '5,678', '1,234', '1,204.00']);
  });

  test('a third time, softened, only where a doubt is left', async () => {
    const engine = answering([
      [
        { text: '4978', confidence: 0.8 },
        { text: '77', confidence: 0.95 },
      ],
      [{ text: '4978', confidence: 0.9 }],
    ]);
    const words = [word('1978', [500, 0], 0.75), word('77', [500, 1], 0.9)];
    const read = await readAgain(engine, { image: paper, words }, never);
    expect(engine.asked.map((parts) => parts.map(({ softened }) => softened))).toEqual([
      [undefined, undefined],
      [true],
    ]);
    expect(textsOf(read)).toEqual(['4978', '77']);
    expect(read[0]).toMatchObject({ alternatives: ['1978'] });
  });

  test('not at all where nothing is doubtful', async () => {
    const engine = answering([]);
    const words = [word('Total', [200, 0], 0.2), word('5,678', [500, 0])];
    expect(await readAgain(engine, { image: paper, words }, never)).toBe(words);
    expect(engine.asked).toEqual([]);
  });

  test.each<{ first: [string, number]; further: [string, number][]; taken: string; doubted: boolean }>([
    { first: ['1,234', 0.9], further: [['1,234', 0.9]], taken: '1,234', doubted: false },
    { first: ['530', 0.9], further: [['53.0', 0.9]], taken: '53.0', doubted: true },
    { first: ['(897)', 0.9], further: [['(89.7)', 0.9]], taken: '(89.7)', doubted: true },
    { first: ['3,732', 0.9], further: [['3.732', 0.99]], taken: '3,732', doubted: true },
    { first: ['14524', 0.9], further: [['1,452.4', 0.8]], taken: '1,452.4', doubted: true },
    { first: ['1,234', 0.9], further: [['1,284', 0.95]], taken: '1,284', doubted: true },
    { first: ['1,234', 0.9], further: [['1,23', 0.95]], taken: '1,234', doubted: true },
    { first: ['1,234', 0.9], further: [['', 0]], taken: '1,234', doubted: false },
    {
      first: ['4978', 0.85],
      further: [
        ['1978', 0.8],
        ['4978', 0.9],
      ],
      taken: '4978',
      doubted: true,
    },
    {
      first: ['39.0', 0.5],
      further: [
        ['59.0', 0.96],
        ['59.0', 0.96],
      ],
      taken: '59.0',
      doubted: false,
    },
  ])(
    'read as $first and then as $further: $taken, doubted: $doubted',
    ({ first, further, taken, doubted }) => {
      const [text, confidence] = first;
      const word = { text, box: [0, 0, 9, 9] as const, confidence, baseline: 9, emPixels: 12 };
      const settled = settleFigure(
        word,
        further.map(([again, sure]) => ({ text: again, confidence: sure })),
      );
      expect(settled.text).toBe(taken);
      expect(settled.confidence < 0.7).toBe(doubted);
      const others = [text, ...further.map(([again]) => again)].filter(
        (each) => /\d/.test(each) && each !== taken,
      );
      expect(settled.alternatives ?? []).toEqual([...new Set(others)]);
    },
  );
});

describe('separators are mended by the company a figure keeps', () => {
  const column = (...texts: string[]): OcrWord[] => texts.map((text, row) => word(text, [500, row]));

  test.each([
    { name: 'a point among commas', texts: ['12,345', '32.696', '(4,100)'], mended: '32,696', sure: 0.6 },
    {
      name: 'one of several points among more commas, earnings per share below',
      texts: ['12,345', '32.696', '48.116', '(4,100)', '5,000', '61,000', '1.25'],
      mended: '32,696',
      sure: 0.6,
    },
    {
      name: 'a comma that is missing',
      texts: ['1,594.93', '5239.28', '22,717.77'],
      mended: '5,239.28',
      sure: 0.95,
    },
    {
      name: 'no marks',
      texts: ['1,594.93', '652050', '22,717.77', '90.10', '4.00'],
      mended: '6,520.50',
      sure: 0.6,
    },
    {
      name: 'a point that is missing',
      texts: ['5.8', '129', '33.6', '8.2', '5.4'],
      mended: '12.9',
      sure: 0.6,
    },
    {
      name: 'points that most lack',
      texts: ['6.0', '58', '59', '54', '5.3', '56'],
      mended: '5.8',
      sure: 0.6,
    },
    { name: 'points for both', texts: ['1,594.93', '1.239.61'], mended: '1,239.61', sure: 0.6 },
    {
      name: 'a colon',
      texts: ['1,594.93', '3,667:40', '22,717.77', '90.10', '4.00'],
      mended: '3,667.40',
      sure: 0.6,
    },
  ])('$name: $mended', ({ texts, mended, sure }) => {
    const result = mendSeparators(column(...texts))[1];
    expect(result).toMatchObject({ text: mended, confidence: sure, alternatives: [texts[1]] });
  });

  test.each([
    ['a rate without company', ['1.234']],
    ['a hundred among percentages', ['5.8', '100', '33.6', '8.2', '5.4']],
    ['a year among percentages', ['21.0', '2019', '3.7', '9.9', '8.1', '0.3']],
    ['a whole percentage among others', ['9.5%', '24%', '11.5%', '31.2%', '6.4%', '8.0%']],
    ['a count among rates', ['6.0', '58', '0.4', '41.5']],
    ['a year among amounts', ['1,594', '2019', '22,717']],
    ['an amount without decimals among amounts with them', ['1,594.93', '7,058', '22,717.77', '8,115.43']],
    ['a digit too many', ['1,594.93', '9.174.492', '22,717.77', '8,115.43', '90.10']],
    ['points for thousands throughout', ['1.594,93', '22.717,77', '8.115,43']],
  ])('%s stays as it was read', (_, texts) => {
    const words = column(...texts);
    expect(mendSeparators(words)).toEqual(words);
  });

  test('mending never changes a digit', () => {
    const figure = array(integer({ min: 0, max: 9 }), { minLength: 2, maxLength: 9 });
    const marks = array(integer({ min: 0, max: 5 }), { minLength: 9, maxLength: 9 });
    assert(
      property(array(tuple(figure, marks), { minLength: 1, maxLength: 12 }), (rows) => {
        const words = rows.map(([digits, mark], row) => {
          const text = digits.map(
            (digit, at) => `${digit}${at < digits.length - 1 ? (['.', ',', ':'][mark[at] ?? 9] ?? '') : ''}`,
          );
          return word(text.join(''), [500, row]);
        });
        const once = mendSeparators(words);
        const plain = (each: OcrWord[]): string[] => each.map(({ text }) => text.replace(/\D/g, ''));
        expect(plain(once)).toEqual(plain(words));
      }),
    );
  });
});

describe('pictures of parts', () => {
  test('a word of a part lies in the whole where it lay in the part', () => {
    const pixels = Uint8Array.from(paper.pixels);
    pixels[205 * 900 + 310] = 0;
    const part: Box = [300.4, 200.6, 340, 230];
    const crop = cropImage({ ...paper, pixels }, part, 10);
    const at = crop.pixels.indexOf(0);
    const [x, y] = [at % crop.width, Math.floor(at / crop.width)];
    const found = { text: '1', box: [x, y, x + 1, y + 1] as const, confidence: 1, baseline: y, emPixels: 9 };
    expect(moveWord(found, part, 10)).toMatchObject({ box: [310, 205, 311, 206], baseline: 205 });
  });

  test('softening keeps the greys of plain paper and the sum of the ink', () => {
    expect(softenImage(paper).pixels).toEqual(paper.pixels);
    const pixels = Uint8Array.from(paper.pixels);
    pixels[300 * 900 + 400] = 0;
    const soft = softenImage({ ...paper, pixels });
    const ink = soft.pixels.reduce((sum, grey) => sum + 255 - grey, 0);
    expect(Math.abs(ink - 255)).toBeLessThan(13);
    expect(soft.pixels[300 * 900 + 401]).toBeLessThan(255);
  });
});
