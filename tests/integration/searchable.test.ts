import { degrees, PDFDocument, type PDFFont, PDFName, type PDFPage, StandardFonts } from 'pdf-lib';
import { afterAll, afterEach, describe, expect, test } from 'vitest';
import { buildPdf } from '#tests/fixtures/build-pdf.ts';
import { drawPicture } from '#tests/fixtures/draw-picture.ts';
import { hasPoppler, pdfToText, popplerPicture, popplerWords } from '#tests/harness/poppler.ts';
import { readScannedPage } from '#worker/ocr/read-scanned-page.ts';
import { rotateImage } from '#worker/ocr/rotate-image.ts';
import { TesseractEngine } from '#worker/ocr/tesseract-engine.ts';
import type { Box, PageModel, Word } from '#worker/page/page-model.ts';
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
  words: Word[];
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
  return { bytes: await saveSearchable(file, save), frame: survey.frame, words };
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
    'with a crop box, a turn and a user unit of 2',
    0,
    (page) => {
      page.setCropBox(20, 60, 340, 120);
      page.setRotation(degrees(270));
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
      if (!word) console.error(found.map(w=>w.text), model.words.map(w=>w.text));
      expectBox(word?.box, displayed, 2);
    }
  });
});
