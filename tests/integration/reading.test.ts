import { array, assert, boolean, constantFrom, double, integer, property, tuple } from 'fast-check';
import { degrees, PDFDocument, type PDFFont, type PDFPage, rgb, StandardFonts } from 'pdf-lib';
import { PDFName, PDFOperator, PDFOperatorNames } from 'pdf-lib';
import { afterAll, afterEach, describe, expect, test } from 'vitest';
import { buildPdf } from '#tests/fixtures/build-pdf.ts';
import { drawPicture } from '#tests/fixtures/draw-picture.ts';
import { encryptedPdf } from '#tests/fixtures/encrypted-pdf.ts';
import { millionPagesPdf } from '#tests/fixtures/million-pages-pdf.ts';
import { FixedLatencyEngine } from '#worker/ocr/fixed-latency-engine.ts';
import { NullEngine } from '#worker/ocr/null-engine.ts';
import { readScannedPage } from '#worker/ocr/read-scanned-page.ts';
import { rotateImage } from '#worker/ocr/rotate-image.ts';
import { TesseractEngine } from '#worker/ocr/tesseract-engine.ts';
import { tiltBoxBack } from '#worker/ocr/tilt-box.ts';
import type { GreyImage } from '#worker/pdf/grey-image.ts';
import { looksLikeText } from '#worker/pdf/looks-like-text.ts';
import { mergeRulings } from '#worker/pdf/merge-rulings.ts';
import { openPdf } from '#worker/pdf/open-pdf.ts';
import type { PdfDocument, PdfLimits } from '#worker/pdf/pdf-document.ts';
import type { Box, PageModel, Ruling, Word } from '#worker/page/page-model.ts';
import { turnBox, turnBoxBack, turnSize } from '#worker/page/turn-box.ts';

const limits: PdfLimits = { maxPages: 100, maxPixels: 30_000_000, timeoutSeconds: 30 };
const never = new AbortController().signal;
const opened: PdfDocument[] = [];
const engine = new TesseractEngine({ size: 1 });

afterEach(async () => {
  for (const document of opened.splice(0)) await document.close();
});
afterAll(async () => engine.close());

async function open(bytes: Uint8Array, changed: Partial<PdfLimits> = {}): Promise<PdfDocument> {
  const document = await openPdf(bytes, { ...limits, ...changed });
  opened.push(document);
  return document;
}

type Draw = (page: PDFPage, font: PDFFont, document: PDFDocument) => void | Promise<void>;

async function makePdf(draw: Draw, size: [number, number] = [612, 792]): Promise<Uint8Array> {
  const document = await PDFDocument.create();
  await draw(document.addPage(size), await document.embedFont(StandardFonts.Helvetica), document);
  return document.save();
}

async function readFirst(draw: Draw): Promise<Awaited<ReturnType<PdfDocument['readPage']>>> {
  return (await open(await makePdf(draw))).readPage(1);
}

const texts = (model: PageModel): string[] => model.words.map((word) => word.text);

function wordOf(model: PageModel, text: string): Word {
  const word = model.words.find((each) => each.text === text);
  if (word === undefined) throw new Error(`no word "${text}" among ${texts(model).join(' ')}`);
  return word;
}

function expectBox(box: Box, expected: Box, tolerancePoints = 0.1): void {
  for (const [index, edge] of expected.entries()) {
    expect(
      Math.abs((box[index] ?? Number.NaN) - edge),
      `${box.join()} is not ${expected.join()}`,
    ).toBeLessThan(tolerancePoints);
  }
}

describe('words are where the page shows them', () => {
  // "Cash" at 12 points is 28.02 wide in Helvetica; its box goes from 0.75 em above the baseline to 0.22 em below.
  const [x, y, width, em] = [72, 700, 28.02, 12];
  const shown: Record<number, Box> = {
    0: [x, 792 - y - 0.75 * em, x + width, 792 - y + 0.22 * em],
    90: [y - 0.22 * em, x, y + 0.75 * em, x + width],
    180: [612 - x - width, y - 0.22 * em, 612 - x, y + 0.75 * em],
    270: [792 - y - 0.75 * em, 612 - x - width, 792 - y + 0.22 * em, 612 - x],
  };

  test.each([0, 90, 180, 270])('with /Rotate %i', async (rotation) => {
    const { model } = await readFirst((page, font) => {
      page.setRotation(degrees(rotation));
      page.drawText('Cash', { x, y, size: em, font });
    });
    expect(model.turnedDegrees).toBe((360 - rotation) % 360);
    expect([model.widthPoints, model.heightPoints]).toEqual([612, 792]);
    const { box } = wordOf(model, 'Cash');
    expectBox(turnBoxBack(box, model), shown[rotation] ?? [0, 0, 0, 0]);
    expect(box[3] - box[1]).toBeLessThan(box[2] - box[0]);
  });

  test('sideways text on a rotated page reads upright without a turn', async () => {
    const { model } = await readFirst((page, font) => {
      page.setRotation(degrees(90));
      page.drawText('Cash', { x: 100, y: 50, size: 12, font, rotate: degrees(90) });
    });
    expect(model).toMatchObject({ turnedDegrees: 0, widthPoints: 792, heightPoints: 612 });
    expectBox(wordOf(model, 'Cash').box, [50, 100 - 9, 50 + width, 100 + 2.64]);
  });

  test('a crop box moves the origin, a user unit scales the page', async () => {
    const { model } = await readFirst((page, font) => {
      page.setCropBox(50, 100, 300, 650);
      page.node.set(PDFName.of('UserUnit'), page.doc.context.obj(2));
      page.drawText('Cash', { x, y, size: em, font });
    });
    expect([model.widthPoints, model.heightPoints]).toEqual([600, 1300]);
    expectBox(wordOf(model, 'Cash').box, [44, 100 - 18, 44 + 2 * width, 100 + 5.28]);
    expect(wordOf(model, 'Cash').fontSizePoints).toBeCloseTo(24);
  });

  test('turning a box and turning it back gives the box', () => {
    const side = double({ min: 0, max: 1000, noNaN: true });
    const turn = constantFrom(0 as const, 90 as const, 180 as const, 270 as const);
    assert(
      property(tuple(side, side, side, side), turn, ([a, b, c, d], degreesTurned) => {
        const page = { widthPoints: 612, heightPoints: 792 };
        const box: Box = [Math.min(a, b), Math.min(c, d), Math.max(a, b), Math.max(c, d)];
        const there = turnBox(box, degreesTurned, page);
        expectBox(
          turnBoxBack(there, { ...turnSize(page, degreesTurned), turnedDegrees: degreesTurned }),
          box,
          1e-6,
        );
      }),
    );
  });
});

describe('characters become the words a reader sees', () => {
  test('amounts of neighbouring columns stay apart, with and without space characters', async () => {
    const { model, triage } = await readFirst((page, font) => {
      for (const [row, line] of [
        ['Cash', '1,234', '(567)'],
        ['Total', '12,345', '8'],
      ].entries()) {
        for (const [column, text] of line.entries()) {
          const right = [130, 160, 183][column] ?? 0;
          page.drawText(text, {
            x: right - font.widthOfTextAtSize(text, 9),
            y: 700 - row * 12,
            size: 9,
            font,
          });
        }
      }
      page.drawText('Other   9,999', { x: 72, y: 600, size: 9, font });
    });
    expect(triage).toBe('text-layer');
    expect(texts(model)).toEqual(['Cash', '1,234', '(567)', 'Total', '12,345', '8', 'Other', '9,999']);
    expect(wordOf(model, '1,234').box[2]).toBeCloseTo(160, 1);
    expect(wordOf(model, '12,345').box[2]).toBeCloseTo(160, 1);
  });

  test('letters drawn one by one, set apart, or printed twice are one word', async () => {
    const { model } = await readFirst((page, font) => {
      let x = 72;
      for (const letter of 'Inventory') {
        page.drawText(letter, { x, y: 700, size: 10, font });
        x += font.widthOfTextAtSize(letter, 10);
      }
      page.pushOperators(PDFOperator.of(PDFOperatorNames.SetCharacterSpacing, [page.doc.context.obj(3)]));
      page.drawText('TOTAL', { x: 72, y: 680, size: 10, font });
      page.pushOperators(PDFOperator.of(PDFOperatorNames.SetCharacterSpacing, [page.doc.context.obj(0)]));
      page.drawText('Revenue', { x: 72, y: 660, size: 10, font });
      page.drawText('Revenue', { x: 72.2, y: 660, size: 10, font });
    });
    expect(texts(model)).toEqual(['Inventory', 'TOTAL', 'Revenue']);
  });

  test('dot leaders are a word between label and amount', async () => {
    const { model } = await readFirst((page, font) => {
      page.drawText('Payables........1,204', { x: 72, y: 700, size: 10, font });
      page.drawText('Accruals . . . . . . 88', { x: 72, y: 680, size: 10, font });
    });
    expect(texts(model)).toEqual(['Payables', '........', '1,204', 'Accruals', '......', '88']);
  });

  test('a watermark across the page is not read, bold is told by the font', async () => {
    const { model } = await readFirst(async (page, font, document) => {
      page.drawText('DRAFT', { x: 200, y: 300, size: 80, font, rotate: degrees(45) });
      page.drawText('Heading', {
        x: 72,
        y: 700,
        size: 10,
        font: await document.embedFont(StandardFonts.TimesRomanBold),
      });
    });
    expect(texts(model)).toEqual(['Heading']);
    expect(wordOf(model, 'Heading').bold).toBe(true);
  });
});

test('what is filled into form fields is read as words of the page', async () => {
  const { model } = await readFirst((page, font, document) => {
    const field = document.getForm().createTextField('net profit');
    field.setText('48,120');
    field.addToPage(page, { x: 300, y: 700, width: 120, height: 18, font });
    page.drawText('Net profit', { x: 72, y: 705, size: 10, font });
  });
  expect(texts(model).toSorted()).toEqual(['48,120', 'Net', 'profit']);
  expect(wordOf(model, '48,120').box[0]).toBeGreaterThan(300);
});

describe('lines and areas', () => {
  test('rules, hairline rectangles and shaded bands are told apart, also inside form objects', async () => {
    const inner = await PDFDocument.load(
      await makePdf(
        (page) => page.drawLine({ start: { x: 20, y: 40 }, end: { x: 180, y: 40 }, thickness: 1 }),
        [200, 100],
      ),
    );
    const { model } = await readFirst(async (page, _font, document) => {
      page.drawRectangle({ x: 72, y: 500, width: 300, height: 0.7, color: rgb(0, 0, 0) });
      page.drawRectangle({ x: 72, y: 600, width: 300, height: 14, color: rgb(0.9, 0.9, 1) });
      page.drawRectangle({ x: 0, y: 0, width: 612, height: 792, color: rgb(1, 1, 1), opacity: 0 });
      for (const [from, to] of [
        [72, 120],
        [120, 170],
        [170, 300],
      ] as const) {
        page.drawLine({ start: { x: 400, y: from }, end: { x: 400, y: to }, thickness: 0.5 });
      }
      const [form] = await document.embedPdf(inner, [0]);
      if (form !== undefined) page.drawPage(form, { x: 100, y: 200, xScale: 2, yScale: 2 });
    });
    expect(model.fills).toHaveLength(1);
    expectBox(model.fills[0] ?? [0, 0, 0, 0], [72, 178, 372, 192]);
    const [first, second, upright] = model.rulings;
    expect(model.rulings.map(({ direction }) => direction)).toEqual(['horizontal', 'horizontal', 'vertical']);
    expectBox(first?.box ?? [0, 0, 0, 0], [72, 291.3, 372, 292]);
    expectBox(second?.box ?? [0, 0, 0, 0], [140, 511, 460, 513]);
    expectBox(upright?.box ?? [0, 0, 0, 0], [399.75, 492, 400.25, 720]);
  });

  test('merging rulings a second time changes nothing', () => {
    const place = integer({ min: 0, max: 60 });
    const ruling = tuple(place, place, integer({ min: 1, max: 40 }), boolean()).map(
      ([x, y, length, level]): Ruling => ({
        box: level ? [x, y, x + length, y + 0.5] : [x, y, x + 0.5, y + length],
        direction: level ? 'horizontal' : 'vertical',
      }),
    );
    assert(
      property(array(ruling, { maxLength: 30 }), (rulings) => {
        const once = mergeRulings(rulings);
        expect(mergeRulings(once)).toEqual(once);
      }),
    );
  });
});

const paper: GreyImage = { width: 60, height: 80, dpi: 72, pixels: new Uint8Array(4800).fill(240) };

describe('a text layer is trusted only where a reader sees it', () => {
  const lines = (page: PDFPage, font: PDFFont, text: string): void => {
    for (let line = 0; line < 30; line += 1)
      page.drawText(text, { x: 72, y: 700 - line * 15, size: 10, font });
  };
  const invisible = (page: PDFPage, font: PDFFont): void => {
    page.pushOperators(PDFOperator.of(PDFOperatorNames.SetTextRenderingMode, [page.doc.context.obj(3)]));
    lines(page, font, 'Recognised text 1,234');
  };

  test.each<[string, string, Draw]>([
    ['nothing at all', 'blank', () => {}],
    ['one rule', 'blank', (page) => page.drawLine({ start: { x: 0, y: 9 }, end: { x: 99, y: 9 } })],
    ['a picture', 'image', (page) => drawPicture(page, paper)],
    [
      'invisible text over a picture',
      'image',
      (page, font) => (drawPicture(page, paper), invisible(page, font)),
    ],
    [
      'text under a picture',
      'image',
      (page, font) => (lines(page, font, 'Hidden 1,234'), drawPicture(page, paper)),
    ],
    [
      'a stamp over a picture',
      'image',
      (page, font) => (drawPicture(page, paper), page.drawText('Filed 03/04/2024', { x: 72, y: 770, font })),
    ],
    [
      'a page of text over a picture',
      'text-layer',
      (page, font) => (drawPicture(page, paper), lines(page, font, 'Seen 1,234')),
    ],
    [
      'a scan with its margins cut off under a visible stamp, with invisible text',
      'image',
      (page, font) => {
        drawPicture(page, paper, [60, 100, 490, 560]);
        page.drawText('Filed 03/04/2024', { x: 72, y: 770, font });
        invisible(page, font);
      },
    ],
  ])('%s: %s', async (_name, triage, draw) => {
    const read = await readFirst(draw);
    expect(read.triage).toBe(triage);
    expect([read.model.widthPoints, read.model.heightPoints]).toEqual([612, 792]);
    expect(read.model.words.length > 0).toBe(triage === 'text-layer');
  });

  test('a scan tells its own resolution, across a turned page and a user unit; a page with a logo tells none', async () => {
    const scan = { ...paper, width: 850, height: 1100, pixels: new Uint8Array(935_000).fill(240) };
    const unturned = await readFirst((page) => drawPicture(page, scan));
    expect(unturned.imageDpi).toBe(100);
    const turned = await readFirst((page) => {
      page.setRotation(degrees(90));
      page.node.set(PDFName.of('UserUnit'), page.doc.context.obj(2));
      drawPicture(page, scan);
    });
    expect(turned.imageDpi).toBe(50);
    const layered = await readFirst((page) => (drawPicture(page, scan), drawPicture(page, paper)));
    expect(layered.imageDpi).toBe(100);
    const logo = await readFirst((page) => {
      page.pushOperators(
        PDFOperator.of(
          PDFOperatorNames.ConcatTransformationMatrix,
          [0.5, 0, 0, 0.5, 0, 0].map((value) => page.doc.context.obj(value)),
        ),
      );
      drawPicture(page, scan);
    });
    expect(logo.imageDpi).toBeNull();
  });

  test.each([
    ['Total assets at cost, and depreciation for the year', true],
    ['12,345.67 (8,901) 2023 2022', true],
    ['7RWDO DVVHWV DW FRVW DQG GHSUHFLDWLRQ', false],
    ['!"#$%&!"\'()*+,-.', false],
  ])('characters without Unicode values that read "%s" are text: %s', (text, plausible) => {
    expect(looksLikeText(text.replaceAll(' ', ''))).toBe(plausible);
  });

  test('letters without Unicode values: garbage', async () => {
    const content = 'BT /F 12 Tf 72 700 Td <00030004000500060007> Tj ET';
    const document = await open(
      buildPdf([
        '<</Type/Catalog/Pages 2 0 R>>',
        '<</Type/Pages/Kids[3 0 R]/Count 1>>',
        '<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>',
        `<</Length ${content.length}>>stream\n${content}\nendstream`,
        '<</Type/Font/Subtype/Type0/BaseFont/Own/Encoding/Identity-H/DescendantFonts[6 0 R]>>',
        '<</Type/Font/Subtype/CIDFontType2/BaseFont/Own/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>/DW 500>>',
      ]),
    );
    expect((await document.readPage(1)).triage).toBe('garbage');
  });
});

describe('odd and hostile files answer with a code, and the process lives on', () => {
  const catalogue = '<</Type/Catalog/Pages 2 0 R>>';
  const page = '<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]>>';
  const tree = (body: string, ...rest: string[]): Uint8Array =>
    buildPdf([catalogue, `<</Type/Pages${body}>>`, ...rest]);

  test.each<[string, string, Uint8Array]>([
    ['a text file', 'not-a-pdf', Buffer.from('Cash 1,234')],
    ['nothing', 'not-a-pdf', new Uint8Array()],
    ['a header only', 'pdf-broken', Buffer.from('%PDF-1.7\n')],
    ['a user password', 'pdf-encrypted', encryptedPdf()],
    ['no page', 'pdf-empty', tree('/Kids[]/Count 0')],
    ['pages that are not there', 'pdf-broken', tree('/Kids[7 0 R 8 0 R]/Count 2')],
    [
      'a tree that bites its tail',
      'pdf-broken',
      tree('/Kids[3 0 R]/Count 900000', '<</Type/Pages/Kids[2 0 R]/Count 900000>>'),
    ],
    ['a tree of 20 doublings', 'pdf-broken', millionPagesPdf()],
    ['one page named 101 times', 'resource-limit', tree(`/Kids[${'3 0 R '.repeat(101)}]/Count 101`, page)],
  ])('%s: %s', async (_name, code, bytes) => {
    await expect(openPdf(bytes, limits)).rejects.toMatchObject({ name: 'AppError', code });
  });

  test('the refusal of too many pages says how many there are and how many are allowed', async () => {
    const refusal = openPdf(tree(`/Kids[${'3 0 R '.repeat(7)}]/Count 7`, page), { ...limits, maxPages: 5 });
    await expect(refusal).rejects.toMatchObject({ code: 'resource-limit', facts: { pages: 7, maxPages: 5 } });
  });

  test('a count of a million over one real page finds one page', async () => {
    expect((await open(tree('/Kids[3 0 R]/Count 1048576', page))).pageCount).toBe(1);
    expect((await open(tree('/Kids[3 0 R]/Count 90', page))).pageCount).toBe(1);
  });

  test('a page that cannot be loaded fails alone', async () => {
    const document = await open(tree('/Kids[3 0 R 9 0 R 3 0 R]/Count 3', page));
    expect(document.pageCount).toBe(3);
    await expect(document.readPage(2)).rejects.toMatchObject({ code: 'pdf-broken', facts: { page: 2 } });
    expect((await document.readPage(3)).triage).toBe('blank');
  });

  test('a file cut off in the middle is read as far as it goes, or refused as broken', async () => {
    const whole = await makePdf((each, font) => each.drawText('Cash', { x: 72, y: 700, size: 12, font }));
    const read = openPdf(whole.subarray(0, whole.length / 2), limits).then(async (document) => {
      opened.push(document);
      return document.pageCount;
    });
    await expect(read.catch((error: { code: string }) => error.code)).resolves.toMatch(
      /pdf-broken|pdf-empty/,
    );
  });

  test('forms that call ten forms each, nine deep, end at the memory limit', async () => {
    const depth = 9;
    const form = (level: number): string => {
      const [content, resources] =
        level < depth
          ? ['/F Do '.repeat(10), `/Resources<</XObject<</F ${level + 6} 0 R>>>>`]
          : ['0 0 m 9 9 l S', ''];
      return `<</Type/XObject/Subtype/Form/BBox[0 0 9 9]${resources}/Length ${content.length}>>stream\n${content}\nendstream`;
    };
    const bomb = buildPdf([
      catalogue,
      '<</Type/Pages/Kids[3 0 R]/Count 1>>',
      '<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 4 0 R/Resources<</XObject<</F 5 0 R>>>>>>',
      '<</Length 5>>stream\n/F Do\nendstream',
      ...Array.from({ length: depth + 1 }, (_, level) => form(level)),
    ]);
    const document = await open(bomb);
    await expect(document.readPage(1)).rejects.toMatchObject({ code: 'resource-limit' });
    await expect(document.readPage(1)).rejects.toMatchObject({ code: 'resource-limit' });
  });

  test('a page of a square mile is rendered at fewer dots per inch', async () => {
    const document = await open(await makePdf(() => {}, [14_400, 14_400]), { maxPixels: 1_000_000 });
    const image = await document.renderGrey(1, { dpi: 300 });
    expect([image.width, image.height, image.dpi]).toEqual([1000, 1000, 5]);
    expect(image.pixels).toHaveLength(1_000_000);
  });

  test('a call over its time ends with resource-limit', async () => {
    await expect(
      openPdf(await makePdf(() => {}), { ...limits, timeoutSeconds: 0.001 }),
    ).rejects.toMatchObject({
      code: 'resource-limit',
      facts: { timeoutSeconds: 0.001 },
    });
  });

  test('a call aborted under way ends the process: it hears job-cancelled, calls behind it that the document is closed', async () => {
    const document = await open(await makePdf(() => {}, [3000, 3000]));
    const abort = new AbortController();
    const codes = [document.renderGrey(1, { dpi: 100 }, abort.signal), document.readPage(1)].map(codeOf);
    await new Promise((resolve) => {
      setImmediate(resolve);
    });
    abort.abort();
    expect(await Promise.all(codes)).toEqual(['job-cancelled', 'internal']);
    expect(await codeOf(document.readPage(1))).toBe('internal');
  });

  test('a call aborted while it waits disturbs nobody', async () => {
    const document = await open(await makePdf(() => {}));
    const abort = new AbortController();
    const codes = [document.readPage(1), document.readPage(1, abort.signal), document.readPage(1)].map(
      codeOf,
    );
    abort.abort();
    expect(await Promise.all(codes)).toEqual(['none', 'job-cancelled', 'none']);
    expect(await codeOf(openPdf(await makePdf(() => {}), limits, { signal: abort.signal }))).toBe(
      'job-cancelled',
    );
  });
});

async function codeOf(call: Promise<unknown>): Promise<string> {
  return call.then(
    () => 'none',
    (error: { code: string }) => error.code,
  );
}

/** A PDF whose page is a picture of the given drawing, displayed turned clockwise by a number of degrees. */
async function makeScan(draw: Draw, turned: 0 | 90 | 180 | 270 = 0): Promise<Uint8Array> {
  const source = await open(await makePdf(draw, [400, 200]));
  const image = await source.renderGrey(1, { dpi: 200 });
  return makePdf(
    (page) => {
      page.setRotation(degrees(turned));
      drawPicture(page, image);
    },
    [400, 200],
  );
}

const figures = [
  ['Opening balance', '12,345.67'],
  ['Additions', '1,890.00'],
  ['Disposals', '(456.50)'],
  ['Closing balance', '13,779.17'],
];

const drawFigures: Draw = (page, font) => {
  for (const [row, [label = '', amount = '']] of figures.entries()) {
    page.drawText(label, { x: 40, y: 150 - row * 20, size: 12, font });
    page.drawText(amount, { x: 330 - font.widthOfTextAtSize(amount, 12), y: 150 - row * 20, size: 12, font });
  }
  page.drawLine({ start: { x: 260, y: 105 }, end: { x: 330, y: 105 }, thickness: 1 });
};

describe('scanned pages are read by recognition', () => {
  test('the figures of a picture are read, where they stand', async () => {
    const document = await open(await makeScan(drawFigures));
    expect((await document.readPage(1)).triage).toBe('image');
    const model = await readScannedPage({ document, engine, page: 1, signal: never });
    expect(model).toMatchObject({ source: 'ocr', turnedDegrees: 0, skewDegrees: 0 });
    expect(texts(model)).toEqual(expect.arrayContaining(figures.map(([, amount]) => amount)));
    const amount = wordOf(model, '12,345.67');
    expectBox(amount.box, [278, 41, 330, 52.6], 2.5);
    expect(amount.confidence).toBeGreaterThan(0.7);
    expect(amount.fontSizePoints).toBeGreaterThan(9);
    expectBox(model.rulings[0]?.box ?? [0, 0, 0, 0], [260, 94.5, 330, 95.5], 1.5);
  });

  test.each([90, 180, 270] as const)('a picture turned by %i degrees is stood upright', async (turned) => {
    const document = await open(await makeScan(drawFigures, turned));
    const model = await readScannedPage({ document, engine, page: 1, signal: never });
    expect(model.turnedDegrees).toBe(360 - turned);
    expect(texts(model)).toEqual(expect.arrayContaining(figures.map(([, amount]) => amount)));
    expect([model.widthPoints, model.heightPoints].map(Math.round)).toEqual([400, 200]);
  });

  test('a tilted picture is straightened: its rows are level, and say how far they were tilted', async () => {
    const image = await (await open(await makeScan(drawFigures))).renderGrey(1, { dpi: 200 });
    const tilted = await makePdf((page) => drawPicture(page, rotateImage(image, -1)), [400, 200]);
    const model = await readScannedPage({ document: await open(tilted), engine, page: 1, signal: never });
    expect(model.skewDegrees).toBeCloseTo(1, 0.5);
    const [label, amount] = [wordOf(model, 'Additions'), wordOf(model, '1,890.00')];
    expect(Math.abs(label.box[3] - amount.box[3])).toBeLessThan(1.5);
  });

  test('dot leaders are taken off before recognition', async () => {
    const scan = await makeScan((page, font) => {
      for (const [row, text] of ['Cash', 'Receivables', 'Inventory'].entries()) {
        page.drawText(text, { x: 30, y: 150 - row * 24, size: 12, font });
        page.drawText('. '.repeat(24), { x: 110, y: 150 - row * 24, size: 12, font });
        page.drawText(`${row + 4},321`, { x: 300, y: 150 - row * 24, size: 12, font });
      }
    });
    const model = await readScannedPage({ document: await open(scan), engine, page: 1, signal: never });
    expect(texts(model)).toEqual(['Cash', '4,321', 'Receivables', '5,321', 'Inventory', '6,321']);
  });

  test('an abort inside a page rejects at once, and the next page reads fine', async () => {
    const document = await open(await makeScan(drawFigures));
    const image = await document.renderGrey(1, { dpi: 300 });
    const abort = new AbortController();
    const [reading, waiting] = [engine.readImage(image, abort.signal), engine.readImage(image, abort.signal)];
    setTimeout(() => abort.abort(), 20);
    await expect(reading).rejects.toMatchObject({ code: 'job-cancelled' });
    await expect(waiting).rejects.toMatchObject({ code: 'job-cancelled' });
    const words = await engine.readImage(image, never);
    expect(words.map((word) => word.text)).toContain('12,345.67');
  });

  test('too little time gives ocr-timeout, a picture that is none ocr-failed, and the engine goes on', async () => {
    const document = await open(await makeScan(drawFigures));
    const image = await document.renderGrey(1, { dpi: 150 });
    const hasty = new TesseractEngine({ size: 1, timeoutSeconds: 0.001 });
    await expect(hasty.readImage(image, never)).rejects.toMatchObject({ code: 'ocr-timeout' });
    await hasty.close();
    const brief = new TesseractEngine({ size: 1, pagesPerWorker: 1 });
    const nothing: GreyImage = { width: 0, height: 0, dpi: 300, pixels: new Uint8Array() };
    await expect(brief.readImage(nothing, never)).rejects.toMatchObject({ code: 'ocr-failed' });
    for (let page = 0; page < 2; page += 1)
      expect((await brief.readImage(image, never)).length).toBeGreaterThan(4);
    const late = codeOf(brief.readImage(image, never));
    await brief.close();
    expect(await late).toBe('job-cancelled');
  });

  test('the null engine reads nothing; the fixed-latency engine gives its words, unless cancelled', async () => {
    const word = { text: '1,234', box: [0, 0, 9, 9] as const, confidence: 1, baseline: 9, emPixels: 12 };
    const fixed = new FixedLatencyEngine([word], 1);
    expect(await new NullEngine().readImage()).toEqual([]);
    expect(await fixed.readImage(paper, never)).toEqual([word]);
    await expect(
      new FixedLatencyEngine([], 60_000).readImage(paper, AbortSignal.abort()),
    ).rejects.toMatchObject({ code: 'job-cancelled' });
  });

  test('a box of a straightened page goes back to where the tilted page shows it', () => {
    const page = { widthPoints: 600, heightPoints: 800, skewDegrees: 1 };
    const lowered = [590, 400.236, 610, 410.236].map((edge) => expect.closeTo(edge, 1) as number);
    expect(tiltBoxBack([590, 395, 610, 405], page)).toEqual(lowered);
    expect(tiltBoxBack([290, 395, 310, 405], page)).toEqual([290, 395, 310, 405]);
  });
});
