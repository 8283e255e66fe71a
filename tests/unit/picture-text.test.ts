import { beforeAll, describe, expect, test } from 'vitest';
import { PDFDocument, type PDFFont, type PDFPage, rgb, StandardFonts } from 'pdf-lib';
import { keepBoxes } from '#worker/ocr/keep-boxes.ts';
import { findInk } from '#worker/ocr/find-ink.ts';
import type { GreyImage } from '#worker/pdf/grey-image.ts';
import { holdsText } from '#worker/pdf/holds-text.ts';
import { openPdf } from '#worker/pdf/open-pdf.ts';
import { pictureAreas } from '#worker/pdf/picture-areas.ts';
import { seededRandom } from '../../samples/draw/random.ts';

type Draw = (page: PDFPage, font: PDFFont) => void;

const [WIDTH, HEIGHT] = [400, 220];

/** A drawing of 400 by 220 points as a picture of 150 dots per inch. */
async function picture(draw: Draw): Promise<GreyImage> {
  const made = await PDFDocument.create();
  draw(made.addPage([WIDTH, HEIGHT]), await made.embedFont(StandardFonts.Helvetica));
  const document = await openPdf(await made.save(), { maxPages: 1, maxPixels: 1e7, timeoutSeconds: 30 });
  try {
    return await document.renderGrey(1, { dpi: 150 });
  } finally {
    await document.close();
  }
}

const holds = (image: GreyImage): boolean => holdsText(image, findInk(image));
const line = (page: PDFPage, [x0, y0, x1, y1]: [number, number, number, number], thickness = 1): void =>
  page.drawLine({ start: { x: x0, y: y0 }, end: { x: x1, y: y1 }, thickness });

const drawTable =
  (size: number): Draw =>
  (page, font) => {
    for (let row = 0; row < 9; row += 1) {
      const y = 190 - row * 21;
      page.drawText(row === 0 ? 'In thousands' : `Segment number ${row}`, { x: 20, y, size, font });
      for (const [column, text] of ['2024', '2023', '2022'].entries()) {
        const amount = row === 0 ? text : ((row * 7919 * (column + 3)) % 99_999).toLocaleString('en-US');
        const right = 220 + column * 75;
        page.drawText(amount, { x: right - font.widthOfTextAtSize(amount, size), y, size, font });
      }
      line(page, [15, y - 6, 385, y - 6], 0.5);
    }
  };

/** Every cell in its box, little in it. */
const drawGrid: Draw = (page, font) => {
  for (let row = 0; row < 7; row += 1) {
    page.drawText(row === 0 ? 'Item' : `Class ${row} assets`, { x: 16, y: 192 - row * 30, size: 7, font });
    page.drawText(row === 0 ? '2024' : `${(row * 7919) % 9973}.50`, {
      x: 150,
      y: 192 - row * 30,
      size: 7,
      font,
    });
    page.drawText(row === 0 ? '2023' : `${(row * 6007) % 9973}.25`, {
      x: 290,
      y: 192 - row * 30,
      size: 7,
      font,
    });
  }
  for (let row = 0; row < 8; row += 1) line(page, [10, 210 - row * 29, 390, 210 - row * 29]);
  for (const x of [10, 140, 280, 390]) line(page, [x, 7, x, 210]);
};

const drawChart: Draw = (page, font) => {
  page.drawText('Revenue by year, thousands of dollars', { x: 90, y: 200, size: 11, font });
  for (let step = 0; step < 6; step += 1) {
    page.drawText(`${step},000`, { x: 12, y: 28 + step * 30, size: 9, font });
    line(page, [45, 31 + step * 30, 390, 31 + step * 30], 0.4);
    page.drawRectangle({
      x: 60 + step * 55,
      y: 31,
      width: 32,
      height: 40 + ((step * 53) % 110),
      color: rgb(0.2, 0.3, 0.6),
    });
    page.drawText(`${2019 + step}`, { x: 64 + step * 55, y: 14, size: 9, font });
  }
};

const drawLines: Draw = (page, font) => {
  for (const [index, letter] of ['Revenue', 'Costs', 'Result'].entries()) {
    let y = 60 + index * 40;
    for (let step = 0; step < 12; step += 1) {
      const next = y + (((step * 37 + index * 11) % 23) - 11);
      page.drawLine({ start: { x: 40 + step * 25, y }, end: { x: 65 + step * 25, y: next }, thickness: 1.5 });
      y = next;
    }
    page.drawText(letter, { x: 345, y, size: 9, font });
  }
  for (let step = 0; step < 12; step += 1)
    page.drawText(`${step + 1}`, { x: 40 + step * 25, y: 20, size: 9, font });
  for (let step = 0; step < 6; step += 1)
    page.drawText(`${step * 20}.0`, { x: 12, y: 35 + step * 30, size: 9, font });
};

const drawSignature: Draw = (page) => {
  const path =
    'M 20 120 C 60 10 90 10 80 120 S 130 30 150 110 S 190 60 200 110 S 240 40 250 115 S 330 90 380 60';
  page.drawSvgPath(path, { x: 0, y: 200, borderWidth: 3, borderColor: rgb(0.1, 0.1, 0.4) });
};

const drawLogo: Draw = (page, font) => {
  page.drawCircle({ x: 90, y: 110, size: 70, color: rgb(0.1, 0.4, 0.3) });
  page.drawText('HARBOR', { x: 180, y: 120, size: 46, font });
  page.drawText('MILL TRUST COMPANY', { x: 182, y: 90, size: 14, font });
};

const drawPlan: Draw = (page, font) => {
  for (let step = 0; step < 9; step += 1) {
    line(page, [20 + step * 40, 20, 20 + step * 40, 200 - (step % 3) * 40]);
    line(page, [20, 20 + step * 20, 380 - (step % 4) * 50, 20 + step * 20]);
    page.drawCircle({ x: 40 + step * 40, y: 60 + (step % 4) * 30, size: 8, borderWidth: 1 });
    page.drawText(`${step}.${step} m`, { x: 30 + step * 37, y: 40 + ((step * 47) % 150), size: 7, font });
  }
};

function grey(tone: (x: number, y: number) => number): GreyImage {
  const [width, height] = [833, 458];
  const pixels = Uint8Array.from({ length: width * height }, (_, at) =>
    Math.max(0, Math.min(255, tone(at % width, Math.floor(at / width)))),
  );
  return { width, height, dpi: 150, pixels };
}

describe('a picture holds text', () => {
  test.each<[string, Draw]>([
    ['a table in 10 points', drawTable(10)],
    ['a table in 6 points', drawTable(6)],
    ['a grid with little in it', drawGrid],
    [
      'a table with a dark heading and room around it',
      (page, font) => {
        page.drawRectangle({ x: 60, y: 165, width: 250, height: 18, color: rgb(0.1, 0.15, 0.4) });
        page.drawText('Segment            2024         2023', {
          x: 66,
          y: 170,
          size: 9,
          font,
          color: rgb(1, 1, 1),
        });
        for (let row = 0; row < 7; row += 1) {
          page.drawText(`Segment ${row}`, { x: 66, y: 152 - row * 17, size: 9, font });
          page.drawText(`${((row + 3) * 7919) % 9973}.50     ${((row + 2) * 6007) % 9973}.25`, {
            x: 200,
            y: 152 - row * 17,
            size: 9,
            font,
          });
        }
      },
    ],
    [
      'paragraphs',
      (page, font) => {
        for (let row = 0; row < 14; row += 1)
          page.drawText('The accompanying notes are an integral part of this statement.', {
            x: 20,
            y: 195 - row * 14,
            size: 11,
            font,
          });
      },
    ],
    [
      'a table with shaded rows',
      (page, font) => {
        for (let row = 0; row < 5; row += 1)
          page.drawRectangle({
            x: 10,
            y: 142 - row * 42 + 21,
            width: 380,
            height: 21,
            color: rgb(0.85, 0.88, 0.95),
          });
        drawTable(10)(page, font);
      },
    ],
  ])('%s', async (_name, draw) => {
    expect(holds(await picture(draw))).toBe(true);
  });

  test('a table that noise lies on', async () => {
    const random = seededRandom(7);
    const image = await picture(drawTable(10));
    const noisy = image.pixels.map((tone) => Math.max(0, tone - Math.floor(random() * 8)));
    expect(holds({ ...image, pixels: noisy })).toBe(true);
  });
});

describe('a picture holds no text', () => {
  test.each<[string, Draw]>([
    ['nothing', () => {}],
    ['a bar chart with labels', drawChart],
    ['a line chart with labels', drawLines],
    [
      'a bar chart with a legend',
      (page, font) => {
        drawChart(page, font);
        page.drawRectangle({ x: 240, y: 120, width: 145, height: 72, color: rgb(1, 1, 1), borderWidth: 1 });
        for (const [at, text] of [
          'Retail and wholesale',
          'Licensed products',
          'Services to members',
          'Other',
        ].entries())
          page.drawText(text, { x: 255, y: 177 - at * 15, size: 9, font });
      },
    ],
    ['a signature', drawSignature],
    ['a logo', drawLogo],
    ['a plan', drawPlan],
    [
      'a heading alone',
      (page, font) => page.drawText('Consolidated statements', { x: 30, y: 100, size: 20, font }),
    ],
  ])('%s', async (_name, draw) => {
    expect(holds(await picture(draw))).toBe(false);
  });

  test('a table that lies on its side', async () => {
    const { width, height, dpi, pixels } = await picture(drawTable(10));
    const turned = new Uint8Array(pixels.length);
    for (const [at, tone] of pixels.entries())
      turned[(at % width) * height + (height - 1 - Math.floor(at / width))] = tone;
    expect(holds({ width: height, height: width, dpi, pixels: turned })).toBe(false);
  });

  test.each<[string, (random: () => number) => GreyImage]>([
    ['a sky', () => grey((x, y) => 120 + y / 5 + 20 * Math.sin(x / 90))],
    ['grain', (random) => grey(() => random() * 255)],
    ['a photo', (random) => grey((x, y) => 130 + 70 * Math.sin(x / 31) * Math.cos(y / 23) + random() * 60)],
    [
      'leaves',
      () => grey((x, y) => 128 + 120 * Math.sin(x / 3.1 + Math.sin(y / 17) * 4) * Math.sin(y / 4.3)),
    ],
    ['bright grain', (random) => grey(() => (random() > 0.93 ? 90 : 235 + random() * 20))],
  ])('%s', (_name, make) => {
    expect(holds(make(seededRandom(3)))).toBe(false);
  });
});

describe('pictures are looked at where they are large enough for a table', () => {
  const page = { widthPoints: 600, heightPoints: 800 };

  test('a logo is not, nor is a picture that lies beside the page', () => {
    expect(pictureAreas([[10, 10, 110, 60]], page)).toEqual([]);
    expect(pictureAreas([[700, 0, 1300, 800]], page)).toEqual([]);
  });

  test('two of four hundredths of the page each are', () => {
    expect(
      pictureAreas(
        [
          [0, 0, 200, 100],
          [300, 500, 500, 600],
        ],
        page,
      ),
    ).toHaveLength(2);
    expect(pictureAreas([[0, 0, 200, 100]], page)).toEqual([]);
  });

  test('the strips of one picture are one, also out of order', () => {
    const strips = [3, 0, 4, 1, 2].map((at) => [50, 100 + at * 20, 550, 120.2 + at * 20] as const);
    expect(pictureAreas(strips, page)).toEqual([[50, 100, 550, 200.2]]);
  });

  test('pictures that only touch at a corner stay two', () => {
    expect(
      pictureAreas(
        [
          [0, 0, 300, 200],
          [300, 200, 600, 400],
        ],
        page,
      ),
    ).toHaveLength(2);
  });
});

describe('what is kept of a page', () => {
  let image: GreyImage;
  beforeAll(() => {
    image = { width: 6, height: 4, dpi: 72, pixels: new Uint8Array(24).fill(9) };
    keepBoxes(image, [
      [3, 1, 5, 3],
      [1, 0, 2, 2],
    ]);
  });

  test('are the boxes, and all else is white', () => {
    const rows = Array.from({ length: 4 }, (_, y) =>
      [...image.pixels.subarray(y * 6, y * 6 + 6)].map((tone) => (tone === 9 ? '#' : '.')).join(''),
    );
    expect(rows).toEqual(['.#....', '.#.##.', '...##.', '......']);
  });
});
