import { existsSync } from 'node:fs';
import { afterEach, describe, expect, test } from 'vitest';
import { listPages } from '#db/pages.ts';
import { pdfProcesses } from '#tests/harness/pdf-processes.ts';
import { digitalSample, sample, tinyScan } from '#tests/harness/samples.ts';
import { openTask, pageTask, startWorkerBench, type WorkerBench } from '#tests/harness/worker-bench.ts';
import { processOpen, processPage } from '#worker/processors/job-steps.ts';
import type { PdfDocument } from '#worker/pdf/pdf-document.ts';

let bench: WorkerBench;
afterEach(async () => bench.close());

/** Lets every call of some kind on the bench's documents run in a process that is killed while it does. */
function crashOver(call: 'readPage' | 'renderScan', isHit: (page: number) => boolean): void {
  const { sources } = bench.ctx;
  const use = sources.use.bind(sources);
  sources.use = async (job, work) =>
    use(job, async (document) => work({ ...document, [call]: killing(document, call, isHit) }));
}

function killing(document: PdfDocument, call: 'readPage' | 'renderScan', isHit: (page: number) => boolean) {
  return async (page: number, ...rest: never[]): Promise<unknown> => {
    const result = (document[call] as (...all: unknown[]) => Promise<unknown>)(page, ...rest);
    if (isHit(page)) {
      // A call is sent in a later turn of the event loop; a stopped process answers none.
      for (const pid of pdfProcesses(process.pid)) process.kill(pid, 'SIGSTOP');
      await new Promise((resolve) => {
        setImmediate(resolve);
      });
      for (const pid of pdfProcesses(process.pid)) process.kill(pid, 'SIGKILL');
    }
    return result;
  };
}

describe.runIf(existsSync('/proc/self/status'))('a page that ends its process each time', () => {
  test('is stored as failed while its text layer is read, and the other pages are not', async () => {
    bench = await startWorkerBench();
    const job = await bench.submit(await sample(digitalSample));
    crashOver('readPage', (page) => page === 2);
    for (let starts = 1; starts < 3; starts += 1) {
      await expect(processOpen(bench.ctx, { ...openTask(job), starts })).rejects.toMatchObject({
        code: 'ocr-failed',
      });
    }
    await processOpen(bench.ctx, { ...openTask(job), starts: 3 });
    const failed = (await listPages(bench.ctx.db, job.id)).filter((page) => page.status === 'FAILED');
    expect(failed).toMatchObject([{ page_no: 2, error_code: 'ocr-failed' }]);
    expect((await bench.job(job.id)).status).toBe('PROCESSING');
  });

  test('is stored as failed while it is drawn for recognition, and costs nothing', async () => {
    bench = await startWorkerBench();
    const job = await bench.submit(await tinyScan(1));
    await processOpen(bench.ctx, openTask(job));
    crashOver('renderScan', () => true);
    for (let starts = 1; starts < 3; starts += 1) {
      await expect(processPage(bench.ctx, pageTask(job, 1, { starts }))).rejects.toMatchObject({
        code: 'ocr-failed',
      });
    }
    await processPage(bench.ctx, pageTask(job, 1, { starts: 3 }));
    expect(await bench.job(job.id)).toMatchObject({ pages_failed: 1, spent_cents: 0 });
  });
});
