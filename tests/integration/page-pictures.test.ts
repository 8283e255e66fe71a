import { afterEach, describe, expect, test } from 'vitest';
import { findExport } from '#db/exports.ts';
import { AppError } from '#shared/errors.ts';
import { requestExport } from '#shared/exports/request-export.ts';
import { cancelJob } from '#shared/jobs/cancel-job.ts';
import { getPage } from '#shared/pages/get-page.ts';
import { digitalSample, sample, tinyScan } from '#tests/harness/samples.ts';
import { storeWith } from '#tests/harness/store-with.ts';
import {
  engineOf,
  openTask,
  pageTask,
  startWorkerBench,
  type WorkerBench,
} from '#tests/harness/worker-bench.ts';
import { openPdf } from '#worker/pdf/open-pdf.ts';
import { pdfLimits } from '#worker/pdf/pdf-limits.ts';
import { assembleJob } from '#worker/pipeline/assemble-job.ts';
import { exportSchedules } from '#worker/pipeline/export-schedules.ts';
import { openJob } from '#worker/pipeline/open-job.ts';
import { readPage } from '#worker/pipeline/read-page.ts';
import { stopCancelledJob } from '#worker/pipeline/stop-job.ts';

let bench: WorkerBench;
afterEach(async () => bench.close());

const signal = new AbortController().signal;
const word = { text: '1,234', box: [40, 40, 200, 80] as const, confidence: 1, baseline: 80, emPixels: 50 };

async function keys(): Promise<string[]> {
  const found: string[] = [];
  for await (const { key } of bench.ctx.store.list('jobs/')) found.push(key.replace(/^jobs\/t\/[^/]+\//, ''));
  return found.toSorted();
}

describe('pictures of pages', () => {
  test('are there with the pages, once, however often the file is opened', async () => {
    bench = await startWorkerBench();
    const job = await bench.submit(await sample(digitalSample));
    await openJob(bench.ctx, openTask(job));
    await openJob(bench.ctx, openTask(job));
    const pictures = [1, 2, 3, 4, 5].map((page) => `pages/1/${page}.png`);
    expect(await keys()).toEqual(['incoming/1/source.pdf', ...pictures]);
  });

  test('that cannot be stored fail no page and no job', async () => {
    bench = await startWorkerBench();
    const job = await bench.submit(await sample(digitalSample));
    const put = async (): Promise<void> => Promise.reject(new AppError('store-unavailable', 'No.'));
    const ctx = { ...bench.ctx, store: storeWith(bench.ctx.store, { put }) };
    await openJob(ctx, openTask(job));
    await assembleJob(ctx, openTask(job).payload);
    expect(await bench.job(job.id)).toMatchObject({ status: 'COMPLETED', pages_done: 5, pages_failed: 0 });
    expect(await getPage(bench.user, job.id, '1')).toMatchObject({ page: 1, picture: null });
  });

  test('are kept of pages that could not be read, too, but not of those that take workers down', async () => {
    const unread = async (): Promise<[]> => Promise.reject(new AppError('resource-limit', ''));
    bench = await startWorkerBench({}, engineOf(unread));
    const job = await bench.submit(await tinyScan(2));
    await openJob(bench.ctx, openTask(job));
    await readPage(bench.ctx, pageTask(job, 1));
    await readPage(bench.ctx, pageTask(job, 2, { stalls: 3 }));
    const failed = await getPage(bench.user, job.id, '1');
    expect(failed).toMatchObject({ status: 'FAILED', errorCode: 'resource-limit', costCents: 0 });
    expect(failed.picture?.widthPoints).toBeCloseTo(72, 0);
    expect((await getPage(bench.user, job.id, '2')).picture).toBeNull();
  });

  test('are not drawn where the setting says 0', async () => {
    bench = await startWorkerBench({ PAGE_PICTURE_DPI: '0' });
    const job = await bench.submit(await sample(digitalSample));
    await openJob(bench.ctx, openTask(job));
    expect(await keys()).toEqual(['incoming/1/source.pdf']);
  });
});

test('a cancelled job’s searchable PDF has the words of the pages that were read', async () => {
  bench = await startWorkerBench(
    {},
    engineOf(async () => [word]),
  );
  const job = await bench.submit(await tinyScan(2));
  await openJob(bench.ctx, openTask(job));
  await readPage(bench.ctx, pageTask(job, 2));
  await cancelJob(bench.user, job.id);
  await stopCancelledJob(bench.ctx, openTask(job).payload);
  expect((await bench.job(job.id)).status).toBe('CANCELLED');
  const { exportId } = await requestExport(bench.user, job.id, { format: 'pdf' });
  await exportSchedules(bench.ctx, { exportId, jobId: job.id, signal });
  const row = await findExport(bench.ctx.db, exportId);
  const bytes = await bench.ctx.store.get(row?.object_key ?? '');
  const document = await openPdf(bytes ?? new Uint8Array(), pdfLimits(bench.ctx.config));
  expect((await document.surveyPage(1)).hiddenCount).toBe(0);
  expect((await document.surveyPage(2)).hiddenCount).toBe(word.text.length);
  await document.close();
});
