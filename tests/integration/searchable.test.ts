import { deflateSync } from 'node:zlib';
import { degrees, PDFDocument, type PDFFont, PDFName, type PDFPage, StandardFonts } from 'pdf-lib';
import { afterAll, afterEach, describe, expect, test } from 'vitest';
import { buildPdf } from '#tests/fixtures/build-pdf.ts';
import { drawPicture } from '#tests/fixtures/draw-picture.ts';
import { hasPoppler, pdfToText, popplerPicture, popplerWords } from '#tests/harness/poppler.ts';
import { readScannedPage } from '#worker/ocr/read-scanned-page.ts';
import { rotateImage } from '#worker/ocr/rotate-image.ts';
import { TesseractEngine } from '#worker/ocr/tesseract-engine.ts';
import type { Box, PageModel } from '#worker/page/page-model.ts';
import { turnBoxBack } from '#worker/page/turn-box.ts';
import type { GreyImage } from '#worker/pdf/grey-image.ts';
import { applyMatrix } from '#worker/pdf/matrix.ts';
import { openPdf } from '#worker/pdf/open-pdf.ts';
import type { PdfDocument } from '#worker/pdf/pdf-document.ts';
import type { PageFrame } from '#worker/pdf/page-frame.ts';
import { GlyphCodes } from '#worker/searchable/glyph-codes.ts';
import { pageText } from '#worker/searchable/page-text.ts';
import { saveSearchable } from '#worker/searchable/save-searchable.ts';
import { toUserSpace } from '#worker/searchable/to-user-space.ts';
import { wordsToAdd } from '#worker/searchable/words-to-add.ts';

const poppler = await hasPoppler();
const limits = { maxPages: 100, maxPixels: 30_000_000, timeoutSeconds: 30 };
const never = new AbortController().signal;
const save = { timeoutSeconds: 30, maxBytes: 1024 * 1024 * 1024 };
const opened: PdfDocument[] = [];
const engine = new TesseractEngine({ size: 1 });

afterEach(async () => {
  for (const document of opened.splice(0)) await document.close();
});
afterAll(async () => engine.close());

async function open(bytes: Uint8Array): Promise<PdfDocument> {
  const document = await openPdf(bytes, limits);
  opened.push(document);
  return document;
}

type Draw = (page: PDFPage, font: PDFFont, document: PDFDocument) => void;

async function makePdf(draw: Draw, size: [number, number] = [400, 200]): Promise<Uint8Array> {
  const document = await PDFDocument.create({ updateMetadata: false });
  draw(document.addPage(size), await document.embedFont(StandardFonts.Helvetica), document);
  return document.save();
}

interface Layered {
  bytes: Uint8Array;
  frame: PageFrame;
}

/** A page that was recognised, with one word in each given box, in coordinates of the upright page. */
function modelOf(words: [text: string, box: Box][], pose: Partial<PageModel> = {}): PageModel {
  return {
    page: 1,
    widthPoints: 400,
    heightPoints: 200,
    source: 'ocr',
    words: words.map(([text, box]) => ({ text, box, confidence: 0.9, fontSizePoints: 12, bold: false })),
    rulings: [],
    fills: [],
    turnedDegrees: 0,
    ...pose,
  };
}

/** The first page's words as invisible text: what the export does, for a model that is at hand. */
async function layer(
  bytes: Uint8Array,
  model: PageModel,
  mode: 'hidden' | 'shown' = 'hidden',
): Promise<Layered> {
  const survey = await (await open(bytes)).surveyPage(1);
  const codes = new GlyphCodes();
  const words = wordsToAdd(model, survey);
  const text = pageText(words, toUserSpace(model, survey.frame), codes);
  const content = mode === 'hidden' ? text : text.replace('3 Tr', '0 Tr');
  const file = { bytes, pageCount: 1, layers: [{ page: 1, content }], characters: codes.characters() };
  return { bytes: await saveSearchable(file, save), frame: survey.frame };
}

function expectBox(box: Box | undefined, expected: Box, tolerancePoints: number): void {
  for (const [index, edge] of expected.entries()) {
    const off = Math.abs((box?.[index] ?? Number.NaN) - edge);
    expect(off, `${box?.join()} is not ${expected.join()}`).toBeLessThan(tolerancePoints);
  }
}

/** The smallest upright box around a box that was carried by a matrix. */
function carried([x0, y0, x1, y1]: Box, matrix: PageFrame['toDisplay']): Box {
  const corners = [
    [x0, y0],
    [x1, y0],
    [x0, y1],
    [x1, y1],
  ].map(([x = 0, y = 0]) => applyMatrix(matrix, x, y));
  const [xs, ys] = [corners.map(([x]) => x), corners.map(([, y]) => y)];
  return [Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)];
}

const rows = [
  ['Opening balance', '12,345.67'],
  ['Additions', '1,890.00'],
  ['Disposals', '(456.50)'],
  ['Closing balance', '13,779.17'],
];
/** Right edges and baselines of the amounts, in the user space of the picture. */
const RIGHT = 330;
const baselineOf = (row: number): number => 150 - row * 20;
/** The amounts as wide as they are in Helvetica, whose bearings belong to no ink. */
const widths = [52.4, 45.7, 43.7, 52.4];

const drawRows: Draw = (page, font) => {
  for (const [row, [label = '', amount = '']] of rows.entries()) {
    page.drawText(label, { x: 40, y: baselineOf(row), size: 12, font });
    const x = RIGHT - font.widthOfTextAtSize(amount, 12);
    page.drawText(amount, { x, y: baselineOf(row), size: 12, font });
  }
};

async function pictureOfRows(): Promise<GreyImage> {
  return (await open(await makePdf(drawRows))).renderGrey(1, { dpi: 200 });
}

const scans: [string, number, (page: PDFPage) => void][] = [
  ['upright', 0, () => {}],
  ['with /Rotate 90', 0, (page) => page.setRotation(degrees(90))],
  ['with /Rotate 180', 0, (page) => page.setRotation(degrees(180))],
  ['with /Rotate 270', 0, (page) => page.setRotation(degrees(270))],
  ['tilted by 2 degrees', 2, () => {}],
  ['tilted by -3 degrees and turned', -3, (page) => page.setRotation(degrees(90))],
  ['with a crop box off the origin', 0, (page) => page.setCropBox(20, 60, 340, 120)],
  [
    'with a crop box and a user unit of 2',
    0,
    (page) => {
      page.setCropBox(20, 60, 340, 120);
      page.node.set(PDFName.of('UserUnit'), page.doc.context.obj(2));
    },
  ],
];

describe.each(scans)('a scan %s', (_name, tilt, pose) => {
  test('has its words invisibly on their ink, and looks as before', async () => {
    const upright = await pictureOfRows();
    const image = tilt === 0 ? upright : rotateImage(upright, -tilt);
    const scan = await makePdf((page) => {
      drawPicture(page, image);
      pose(page);
    });
    const model = await readScannedPage({
      document: await open(scan),
      engine,
      page: 1,
      dpi: 200,
      signal: never,
    });
    const { bytes, frame } = await layer(scan, model);
    const document = await open(bytes);
    const characters = model.words.reduce((sum, word) => sum + word.text.length, 0);
    expect(await document.surveyPage(1)).toMatchObject({ frame, hiddenCount: characters });
    const [before, after] = [await open(scan), document].map((each) => each.renderGrey(1, { dpi: 100 }));
    expect(
      Buffer.compare((await before)?.pixels ?? Buffer.of(1), (await after)?.pixels ?? Buffer.of(2)),
    ).toBe(0);
    if (!poppler) return;
    expect((await popplerPicture(bytes, 100)).equals(await popplerPicture(scan, 100))).toBe(true);
    const found = await popplerWords(bytes);
    const unit = frame.toDisplay.map(Math.abs).reduce((a, b, at) => (at < 4 ? Math.max(a, b) : a), 0);
    for (const [row, [, amount = '']] of rows.entries()) {
      // Where the ink is: in user space, tilted about the middle of the picture, then as displayed.
      const ink: Box = [RIGHT - (widths[row] ?? 0), baselineOf(row) - 2.64, RIGHT, baselineOf(row) + 9];
      const radians = (-tilt * Math.PI) / 180;
      const [cos, sin] = [Math.cos(radians), Math.sin(radians)];
      const tilted = carried(ink, [
        cos,
        sin,
        -sin,
        cos,
        200 - 200 * cos + 100 * sin,
        100 - 200 * sin - 100 * cos,
      ]);
      const displayed = carried(tilted, frame.toDisplay).map((edge) => edge / unit) as unknown as Box;
      const word = found.find(({ text }) => text === amount);
      expectBox(word?.box, displayed, 2);
    }
  });
});

describe('text that was added', () => {
  const paper: GreyImage = { width: 40, height: 20, dpi: 72, pixels: new Uint8Array(800).fill(240) };
  const blank = (): Promise<Uint8Array> => makePdf((page) => drawPicture(page, paper));
  const words: [string, Box][] = [
    ['Überschuß', [40, 20, 110, 32]],
    ['—', [120, 20, 130, 32]],
    ['auditor’s', [140, 20, 190, 32]],
    ['€1,234', [300, 20, 340, 32]],
    ['£5', [350, 20, 365, 32]],
    ['§', [40, 50, 46, 62]],
    ['café…', [60, 50, 90, 62]],
    ['日本', [120, 50, 150, 62]],
    ['𝛴x', [160, 50, 175, 62]],
    ['A&B<C>', [200, 50, 260, 62]],
  ];

  test('keeps every character and its lines, and fills the boxes exactly', async () => {
    const { bytes } = await layer(await blank(), modelOf(words));
    const count = words.reduce((sum, [text]) => sum + text.length, 0);
    expect((await (await open(bytes)).surveyPage(1)).hiddenCount).toBe(count);
    if (!poppler) return;
    const found = await popplerWords(bytes);
    for (const [text, box] of words) expectBox(found.find((word) => word.text === text)?.box, box, 0.1);
    expect(await pdfToText(bytes, ['-raw'])).toBe(
      'Überschuß — auditor’s €1,234 £5\n§ café… 日本 𝛴x A&B<C>\n\f',
    );
  });

  test.each([
    [0, 0],
    [90, 0],
    [180, 1.5],
    [270, -2],
  ] as const)(
    'on a page turned by %i and tilted by %i lies where the model says',
    async (turn, skewDegrees) => {
      // No picture here, and visible text: so the words are read back by the reader of text layers.
      const page = await makePdf((each) => each.setRotation(degrees((360 - turn) % 360)));
      const upright = modelOf(
        [
          ['Receivables', [60, 40, 130, 52]],
          ['9,871.00', [300, 150, 350, 162]],
        ],
        {
          turnedDegrees: turn,
          skewDegrees,
        },
      );
      const { bytes, frame } = await layer(page, upright, 'shown');
      const { model } = await (await open(bytes)).readPage(1);
      expect(model.words).toHaveLength(2);
      for (const { text, box } of upright.words) {
        const expected = carried(carried(box, toUserSpace(upright, frame)), frame.toDisplay);
        const read = model.words.find((word) => word.text === text);
        expectBox(read === undefined ? undefined : turnBoxBack(read.box, model), expected, 2.5);
      }
    },
  );

  test('is the same to the last byte when it is added again', async () => {
    const scan = await blank();
    const [one, other] = [await layer(scan, modelOf(words)), await layer(scan, modelOf(words))];
    expect(Buffer.compare(one.bytes, other.bytes)).toBe(0);
  });

  test('is not added twice: a page that brings an invisible text keeps it', async () => {
    const once = await layer(await blank(), modelOf(words));
    const survey = await (await open(once.bytes)).surveyPage(1);
    expect(wordsToAdd(modelOf(words), survey)).toEqual([]);
  });

  test('leaves out what the page has as text of its own, such as a stamp', async () => {
    const stamped = await makePdf((page, font) => {
      drawPicture(page, paper);
      page.drawText('Filed 03/04/2024', { x: 40, y: 170, size: 12, font });
    });
    const survey = await (await open(stamped)).surveyPage(1);
    const read = modelOf([
      ['Filed', [40, 20, 67, 32]],
      ['03/04/2024', [70, 20, 128, 32]],
      ['Cash', [40, 60, 70, 72]],
    ]);
    expect(wordsToAdd(read, survey).map((word) => word.text)).toEqual(['Cash']);
  });

  test('spares pages that share resources or are named twice', async () => {
    const content = 'BT /F 12 Tf 20 20 Td (Seen) Tj ET';
    const shared = buildPdf([
      '<</Type/Catalog/Pages 2 0 R>>',
      '<</Type/Pages/Kids[3 0 R 3 0 R 7 0 R]/Count 3/Resources 5 0 R/MediaBox[0 0 400 200]>>',
      '<</Type/Page/Parent 2 0 R/Contents[4 0 R]>>',
      `<</Length ${content.length}>>stream\n${content}\nendstream`,
      '<</Font 6 0 R>>',
      '<</F<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>/LedgerLiftText<</Type/Font/Subtype/Type1/BaseFont/Courier>>>>',
      '<</Type/Page/Parent 2 0 R/Contents 4 0 R>>',
    ]);
    const codes = new GlyphCodes();
    const text = pageText(modelOf(words).words, [1, 0, 0, -1, 0, 200], codes);
    const layers = [1, 2].map((page) => ({ page, content: text }));
    const file = { bytes: shared, pageCount: 3, layers, characters: codes.characters() };
    const document = await open(await saveSearchable(file, save));
    const counts = [1, 2, 3].map(async (page) => (await document.surveyPage(page)).hiddenCount);
    const once = words.reduce((sum, [each]) => sum + each.length, 0);
    expect(await Promise.all(counts)).toEqual([once, once, 0]);
    expect((await document.surveyPage(3)).visibleWords).toHaveLength(1);
  });
});

describe('a file that is made to harm ends with a code', () => {
  const layers = [{ page: 1, content: 'q Q\n' }];
  const fileOf = (bytes: Uint8Array, pageCount = 1) => ({ bytes, pageCount, layers, characters: [' '] });
  const onePage = ['<</Type/Catalog/Pages 2 0 R>>', '<</Type/Pages/Kids[3 0 R]/Count 1>>'];

  test('one whose pages cannot be told for sure', async () => {
    const pdf = await makePdf(() => {});
    await expect(saveSearchable(fileOf(pdf, 2), save)).rejects.toMatchObject({ code: 'pdf-broken' });
  });

  test('one whose pages are their own grandparents', async () => {
    const circle = buildPdf([
      '<</Type/Catalog/Pages 2 0 R>>',
      '<</Type/Pages/Parent 4 0 R/Kids[3 0 R]/Count 1>>',
      '<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>',
      '<</Type/Pages/Parent 2 0 R/Kids[2 0 R]/Count 1>>',
    ]);
    await expect(saveSearchable(fileOf(circle), save)).rejects.toMatchObject({ code: 'pdf-broken' });
  });

  test('one that takes longer than allowed', async () => {
    const hasty = { ...save, timeoutSeconds: 0.001 };
    await expect(saveSearchable(fileOf(await makePdf(() => {})), hasty)).rejects.toMatchObject({
      code: 'resource-limit',
      facts: { timeoutSeconds: 0.001 },
    });
  });

  test('one that unpacks to more than the memory allowed', async () => {
    const packed = deflateSync(Buffer.alloc(500_000_000, 0x20), { level: 1 }).toString('latin1');
    const bomb = buildPdf([
      ...onePage,
      '<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>',
      `<</Type/ObjStm/N 1/First 10/Filter/FlateDecode/Length ${packed.length}>>stream\n${packed}\nendstream`,
    ]);
    const small = { ...save, maxBytes: 200 * 1024 * 1024 };
    await expect(saveSearchable(fileOf(bomb), small)).rejects.toMatchObject({ code: 'resource-limit' });
  });

  test('a stop while it is at work', async () => {
    const signal = AbortSignal.timeout(1);
    await expect(saveSearchable(fileOf(await makePdf(() => {})), { ...save, signal })).rejects.toMatchObject({
      code: 'job-cancelled',
    });
  });
});
