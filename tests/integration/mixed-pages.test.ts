import { degrees, PDFDocument, type PDFFont, type PDFPage, StandardFonts } from 'pdf-lib';
import { afterAll, afterEach, describe, expect, test } from 'vitest';
import { listPageHeads, listPages } from '#db/pages.ts';
import { AppError } from '#shared/errors.ts';
import { getJobCost } from '#shared/costs/get-job-cost.ts';
import { getJob } from '#shared/jobs/get-job.ts';
import { drawPicture } from '#tests/fixtures/draw-picture.ts';
import { hasPoppler, pdfToText } from '#tests/harness/poppler.ts';
import { engineOf, openTask, pageTask, startWorkerBench } from '#tests/harness/worker-bench.ts';
import type { WorkerBench } from '#tests/harness/worker-bench.ts';
import { recognisePage } from '#worker/ocr/recognise-page.ts';
import { TesseractEngine } from '#worker/ocr/tesseract-engine.ts';
import type { Box, PageModel, Word } from '#worker/page/page-model.ts';
import type { GreyImage } from '#worker/pdf/grey-image.ts';
import { openPdf } from '#worker/pdf/open-pdf.ts';
import type { PdfDocument } from '#worker/pdf/pdf-document.ts';
import { assembleJob } from '#worker/pipeline/assemble-job.ts';
import { listMissingPages } from '#worker/pipeline/hand-out.ts';
import { openJob } from '#worker/pipeline/open-job.ts';
import { readPage } from '#worker/pipeline/read-page.ts';
import { searchablePdf } from '#worker/pipeline/searchable-pdf.ts';

const limits = { maxPages: 100, maxPixels: 30_000_000, timeoutSeconds: 30 };
const signal = new AbortController().signal;
const engine = new TesseractEngine({ size: 1 });
const opened: PdfDocument[] = [];
let bench: WorkerBench | undefined;

afterEach(async () => {
  for (const document of opened.splice(0)) await document.close();
  await bench?.close();
  bench = undefined;
});
afterAll(async () => engine.close());

async function open(bytes: Uint8Array): Promise<PdfDocument> {
  const document = await openPdf(bytes, limits);
  opened.push(document);
  return document;
}

type Draw = (page: PDFPage, font: PDFFont) => void;

async function makePdf(pages: Draw[], size: [number, number] = [612, 792]): Promise<Uint8Array> {
  const document = await PDFDocument.create();
  const font = await document.embedFont(StandardFonts.Helvetica);
  for (const draw of pages) draw(document.addPage(size), font);
  return document.save();
}

const table = [
  ['Segment', '2024', '2023'],
  ['Milling', '48,120', '44,907'],
  ['Storage', '17,356', '16,284'],
  ['Haulage', '9,043', '8,771'],
  ['Packing', '5,612', '6,038'],
  ['Other', '1,274', '1,190'],
  ['Total', '81,405', '77,190'],
];
const figures = table.slice(1).flatMap(([, ...amounts]) => amounts);

const drawTable: Draw = (page, font) => {
  for (const [row, cells] of table.entries()) {
    const y = 150 - row * 22;
    for (const [column, text] of cells.entries()) {
      const x = column === 0 ? 15 : 190 + column * 80 - font.widthOfTextAtSize(text, 11);
      page.drawText(text, { x, y, size: 11, font });
    }
  }
  page.drawLine({ start: { x: 200, y: 35 }, end: { x: 350, y: 35 }, thickness: 1 });
};

/** The table as a picture; where it lies on the page, points from the lower left. */
const PLACE = [100, 300, 400, 180] as const;
async function tablePicture(): Promise<GreyImage> {
  return (await open(await makePdf([drawTable], [400, 180]))).renderGrey(1, { dpi: 200 });
}

const prose: Draw = (page, font) => {
  for (let line = 0; line < 16; line += 1) {
    const text = `Paragraph ${line} of the report says what the management thinks of the year.`;
    page.drawText(text, { x: 72, y: 740 - line * 14, size: 10, font });
  }
  page.drawText('Table 4: revenue by segment', { x: 100, y: 490, size: 10, font });
};

const report = (image: GreyImage): Draw => {
  return (page, font) => (prose(page, font), drawPicture(page, image, PLACE));
};

function photo(): GreyImage {
  const [width, height] = [400, 180];
  const pixels = Uint8Array.from({ length: width * height }, (_, at) => {
    const [x, y] = [at % width, Math.floor(at / width)];
    return 130 + 60 * Math.sin(x / 31) * Math.cos(y / 23) + ((x * 7919 + y * 6007) % 61);
  });
  return { width, height, dpi: 72, pixels };
}

const recognise = async (document: PdfDocument): Promise<PageModel> =>
  recognisePage({ document, engine, page: 1, signal }, await document.readPage(1));

function wordOf(model: PageModel, text: string): Word {
  const found = model.words.filter((word) => word.text === text);
  expect(found, `"${text}" among ${model.words.map((word) => word.text).join(' ')}`).toHaveLength(1);
  return found[0] as Word;
}

function expectNear(box: Box, expected: Box): void {
  for (const [index, edge] of expected.entries())
    expect(Math.abs((box[index] ?? NaN) - edge), `${box.join()} is not ${expected.join()}`).toBeLessThan(2.5);
}

describe('a page of text with a picture of a table', () => {
  test('is mixed: the figures of the picture stand in their places beside the words of the text layer', async () => {
    const document = await open(await makePdf([report(await tablePicture())]));
    const read = await document.readPage(1);
    expect(read).toMatchObject({ triage: 'mixed', model: { source: 'text-layer' } });
    const model = await recognise(document);
    expect(model).toMatchObject({ source: 'ocr', turnedDegrees: 0, widthPoints: 612, heightPoints: 792 });
    for (const figure of figures) expect(wordOf(model, figure).confidence).toBeLessThan(1);
    // Its right edge stands at 350 of the picture, its baseline at 128 from the picture's foot.
    const { box } = wordOf(model, '44,907');
    expectNear(box, [box[0], 792 - 428 - 8.25, 450, 792 - 428 + 2.42]);
    expect(wordOf(model, 'revenue').confidence).toBe(1);
    expect(model.words.slice(0, read.model.words.length)).toEqual(read.model.words);
    expectNear(model.rulings.at(-1)?.box ?? [0, 0, 0, 0], [300, 456.5, 450, 457.5]);
  });

  test('has each word once where the text layer prints over the picture', async () => {
    const image = await tablePicture();
    const document = await open(
      await makePdf([
        (page, font) => {
          report(image)(page, font);
          page.drawText('Restated', { x: 115, y: 466, size: 11, font });
        },
      ]),
    );
    const model = await recognise(document);
    expect(wordOf(model, 'Restated').confidence).toBe(1);
    expect(wordOf(model, '81,405').confidence).toBeLessThan(1);
  });

  test('is read upright where the whole page lies on its side', async () => {
    const bytes = await makePdf([report(await tablePicture())]);
    const file = await PDFDocument.load(bytes);
    file.getPage(0).setRotation(degrees(90));
    const document = await open(await file.save());
    const model = await recognise(document);
    expect(model.turnedDegrees).toBe(270);
    const { box } = wordOf(model, '44,907');
    expectNear(box, [box[0], 792 - 428 - 8.25, 450, 792 - 428 + 2.42]);
  });
});

test('a page of text with a photo, or with text over a picture, stays a page of text', async () => {
  const image = await tablePicture();
  const blank = { ...image, pixels: new Uint8Array(image.pixels.length).fill(240) };
  const document = await open(
    await makePdf([
      (page, font) => (prose(page, font), drawPicture(page, photo(), PLACE)),
      (page, font) => (drawPicture(page, blank), prose(page, font)),
    ]),
  );
  for (const page of [1, 2]) {
    const read = await document.readPage(page);
    expect(read).toMatchObject({ triage: 'text-layer', pictures: [], model: { source: 'text-layer' } });
  }
});

describe('in a job', () => {
  const heads = async (jobId: string) =>
    (await listPageHeads((bench as WorkerBench).ctx.db, { jobId })).map((row) => ({
      triage: row.triage,
      source: row.source,
      status: row.status,
      cents: row.cost_cents,
      error: row.error_code,
    }));

  test('a mixed page is quoted and charged like a scan, a photo costs nothing, and the job tells the kinds', async () => {
    const photoPage: Draw = (page, font) => (prose(page, font), drawPicture(page, photo(), PLACE));
    const image = await tablePicture();
    bench = await startWorkerBench({}, engine);
    const { ctx, user } = bench;
    const bytes = await makePdf([report(image), photoPage, (page) => drawPicture(page, image), () => {}]);
    const job = await bench.submit(bytes);
    await openJob(ctx, openTask(job));
    expect(await bench.job(job.id)).toMatchObject({ pages_to_read: 2, quoted_cents: 24, reserved_cents: 24 });
    expect(await listMissingPages(ctx, job.id)).toEqual([1, 3]);
    for (const page of [1, 3]) await readPage(ctx, pageTask(job, page));
    await assembleJob(ctx, openTask(job).payload);
    expect(await heads(job.id)).toEqual([
      { triage: 'mixed', source: 'ocr', status: 'DONE', cents: 12, error: null },
      { triage: 'text-layer', source: 'text-layer', status: 'DONE', cents: 0, error: null },
      { triage: 'image', source: 'ocr', status: 'DONE', cents: 12, error: null },
      { triage: 'blank', source: 'blank', status: 'DONE', cents: 0, error: null },
    ]);
    const { pages } = await getJob(user, job.id);
    expect(pages.triage).toEqual({ 'text-layer': 1, image: 1, mixed: 1, garbage: 0, blank: 1 });
    expect((await getJobCost(user, job.id)).pages).toContainEqual({
      source: 'ocr',
      triage: 'mixed',
      status: 'DONE',
      pages: 1,
      costCents: 12,
    });
    if (!(await hasPoppler())) return;
    const text = await pdfToText((await searchablePdf(ctx, await bench.job(job.id), signal)).bytes, [
      '-l',
      '1',
    ]);
    for (const once of ['48,120', 'Paragraph 7 of', 'Table 4']) expect(text.split(once)).toHaveLength(2);
  });

  test.each([1, 3])(
    'one whose pictures cannot be read keeps its text layer and costs nothing (%i)',
    async (fails) => {
      const code = fails === 1 ? 'resource-limit' : 'ocr-failed';
      bench = await startWorkerBench(
        {},
        engineOf(async () => {
          throw new AppError(code, '');
        }),
      );
      const job = await bench.submit(await makePdf([report(await tablePicture())]));
      await openJob(bench.ctx, openTask(job));
      for (let time = 1; time < fails; time += 1)
        await expect(readPage(bench.ctx, pageTask(job, 1))).rejects.toMatchObject({ code });
      await readPage(bench.ctx, pageTask(job, 1));
      expect(await heads(job.id)).toEqual([
        { triage: 'mixed', source: 'text-layer', status: 'DONE', cents: 0, error: code },
      ]);
      await assembleJob(bench.ctx, openTask(job).payload);
      const row = await bench.job(job.id);
      expect(row).toMatchObject({
        status: 'COMPLETED',
        pages_done: 1,
        pages_failed: 0,
        spent_cents: 0,
        reserved_cents: 0,
      });
      const [stored] = await listPages(bench.ctx.db, job.id);
      expect(JSON.stringify(stored?.model)).toContain('revenue');
      // The searchable PDF has nothing to add to it.
      const written = await searchablePdf(bench.ctx, row, signal);
      expect(written.bytes).toHaveLength(row.bytes);
    },
  );

  test('one whose workers never came back keeps its text layer', async () => {
    bench = await startWorkerBench();
    const job = await bench.submit(await makePdf([report(await tablePicture())]));
    await openJob(bench.ctx, openTask(job));
    await readPage(bench.ctx, pageTask(job, 1, { stalls: 3 }));
    expect(await heads(job.id)).toMatchObject([{ triage: 'mixed', source: 'text-layer', status: 'DONE' }]);
  });

  test('one beyond the cap keeps its text layer, and says why its pictures were not read', async () => {
    bench = await startWorkerBench({ CAP_POLICY: 'partial', MAX_JOB_COST_CENTS: '12' });
    const image = await tablePicture();
    const job = await bench.submit(await makePdf([(page) => drawPicture(page, image), report(image)]));
    await openJob(bench.ctx, openTask(job));
    expect(await heads(job.id)).toEqual([
      { triage: 'mixed', source: 'text-layer', status: 'DONE', cents: 0, error: 'job-cost-cap' },
    ]);
    await readPage(bench.ctx, pageTask(job, 1));
    await assembleJob(bench.ctx, openTask(job).payload);
    expect(await bench.job(job.id)).toMatchObject({ pages_done: 2, pages_failed: 0, spent_cents: 12 });
  });
});
