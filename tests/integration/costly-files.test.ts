import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { listPages } from '#db/pages.ts';
import { buildPdf } from '#tests/fixtures/build-pdf.ts';
import { onePagePdf, packedStream, stream } from '#tests/fixtures/one-page-pdf.ts';
import { openTask, pageTask, startWorkerBench, type WorkerBench } from '#tests/harness/worker-bench.ts';
import { processOpen, processPage } from '#worker/processors/job-steps.ts';

let bench: WorkerBench;
beforeEach(async () => {
  bench = await startWorkerBench({ PDF_CALL_TIMEOUT_SECONDS: '60' });
});
afterEach(async () => bench.close());

const font = '<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>';

/** Pages with so many letters each. */
function lettered(counts: number[]): Uint8Array {
  const first = 4;
  const pages = counts.map(
    (_, at) =>
      `<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Resources<</Font<</F 3 0 R>>>>/Contents ${first + counts.length + at} 0 R>>`,
  );
  const contents = counts.map((count) => packedStream('', `BT /F 1 Tf 9 700 Td ${lines(count)} ET`));
  const kids = counts.map((_, at) => `${first + at} 0 R`).join(' ');
  return buildPdf([
    '<</Type/Catalog/Pages 2 0 R>>',
    `<</Type/Pages/Kids[${kids}]/Count ${counts.length}>>`,
    font,
    ...pages,
    ...contents,
  ]);
}

function lines(count: number): string {
  const lengths = Array.from({ length: Math.ceil(count / 400) }, (_, at) => Math.min(400, count - at * 400));
  return lengths.map((length) => `(${'a'.repeat(length)}) Tj 0 -2 Td`).join(' ');
}

const [dense, good] = [100_001, 10];

describe('pages that ask for too much', () => {
  test('are failed pages as long as they are few', async () => {
    const job = await bench.submit(lettered([dense, good, dense, dense]));
    await processOpen(bench.ctx, openTask(job));
    const pages = await listPages(bench.ctx.db, job.id);
    expect(pages.map(({ status, error_code: code }) => [status, code])).toEqual([
      ['FAILED', 'resource-limit'],
      ['DONE', null],
      ['FAILED', 'resource-limit'],
      ['FAILED', 'resource-limit'],
    ]);
    expect(await bench.job(job.id)).toMatchObject({ status: 'PROCESSING', spent_cents: 0 });
  });

  test('end their job when they are four, which names them and costs nothing', async () => {
    const job = await bench.submit(lettered([dense, good, dense, dense, dense, good]));
    await processOpen(bench.ctx, openTask(job));
    expect(await bench.job(job.id)).toMatchObject({
      status: 'FAILED',
      error_code: 'resource-limit',
      error_detail: expect.stringContaining('Pages 1, 3, 4, 5 '),
      spent_cents: 0,
      reserved_cents: 0,
    });
  });

  test('leave less time to what comes after the second of them', { timeout: 120_000 }, async () => {
    await bench.close();
    bench = await startWorkerBench({ PDF_CALL_TIMEOUT_SECONDS: '9' });
    const steps = stream(
      '/PatternType 1/PaintType 1/TilingType 1/BBox[0 0 1 1]/XStep 0.00001/YStep 0.00001/Resources<<>>',
      '0 0 1 1 re f',
    );
    const job = await bench.submit(
      onePagePdf({
        resources: '/Pattern<</P 5 0 R>>',
        content: '/Pattern cs /P scn 0 0 500 500 re f',
        objects: [steps],
      }),
    );
    const { sources } = bench.ctx;
    const limits: unknown[] = [];
    for (let call = 0; call < 3; call += 1) {
      const use = sources.use(job, async (document) => document.renderGrey(1, { dpi: 72 }));
      limits.push(await use.catch((error: { facts?: unknown }) => error.facts));
    }
    expect(limits).toEqual([{ timeoutSeconds: 9 }, { timeoutSeconds: 9 }, { timeoutSeconds: 3 }]);
  });
});

describe('a page that shows nothing', () => {
  const picture = (data: string, filter: string): Uint8Array =>
    onePagePdf({
      content: 'q 612 0 0 792 0 0 cm /P Do Q',
      resources: '/XObject<</P 5 0 R>>',
      objects: [
        stream(
          `/Type/XObject/Subtype/Image/ColorSpace/DeviceGray/BitsPerComponent 8/Width 2/Height 2${filter}`,
          data,
        ),
      ],
    });

  test.each([
    ['because its picture cannot be decoded', 'junk', '/Filter/NoSuchDecode'],
    ['because its picture is white', '\u00ff\u00ff\u00ff\u00ff', ''],
  ])('%s is blank, and costs nothing', async (_why, data, filter) => {
    const job = await bench.submit(picture(data, filter));
    await processOpen(bench.ctx, openTask(job));
    await processPage(bench.ctx, pageTask(job, 1));
    expect(await listPages(bench.ctx.db, job.id)).toMatchObject([
      { status: 'DONE', triage: 'blank', source: 'blank' },
    ]);
    expect(await bench.job(job.id)).toMatchObject({ pages_done: 1, spent_cents: 0 });
  });

  test('is one of nothing but paper: whatever is drawn is recognised, and charged', async () => {
    const job = await bench.submit(picture('\u00ff\u00ff\u00ff\u0080', ''));
    await processOpen(bench.ctx, openTask(job));
    await processPage(bench.ctx, pageTask(job, 1));
    expect((await bench.job(job.id)).spent_cents).toBe(12);
  });
});

test.each([
  ['a script', '/OpenAction<</S/JavaScript/JS(1)>>', [{ parts: ['javascript'] }]],
  ['nothing of the kind', '', []],
])('a file with %s has it in its trail', async (_what, catalogue, noted) => {
  const job = await bench.submit(onePagePdf({ catalogue }));
  await processOpen(bench.ctx, openTask(job));
  const rows = await bench.ctx.db
    .selectFrom('audit_events')
    .select('metadata')
    .where('job_id', '=', job.id)
    .where('event_type', '=', 'CONTENT_IGNORED')
    .execute();
  expect(rows.map(({ metadata }) => metadata)).toEqual(noted);
});
