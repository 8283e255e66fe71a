import { afterEach, describe, expect, test } from 'vitest';
import { listCostRecords } from '#db/costs.ts';
import type { JobRow } from '#db/jobs.ts';
import { listPages } from '#db/pages.ts';
import { requestDeletion } from '#shared/deletion/request-deletion.ts';
import { AppError } from '#shared/errors.ts';
import { cancelJob } from '#shared/jobs/cancel-job.ts';
import { retryJob } from '#shared/jobs/retry-job.ts';
import { tinyScan } from '#tests/harness/samples.ts';
import {
  engineOf,
  openTask,
  pageTask,
  startWorkerBench,
  type WorkerBench,
} from '#tests/harness/worker-bench.ts';
import { assembleJob } from '#worker/pipeline/assemble-job.ts';
import { commitPage } from '#worker/pipeline/commit-page.ts';
import { listMissingPages } from '#worker/pipeline/hand-out.ts';
import { openJob } from '#worker/pipeline/open-job.ts';
import { readPage } from '#worker/pipeline/read-page.ts';
import { failJob } from '#worker/pipeline/stop-job.ts';

let bench: WorkerBench;
afterEach(async () => bench.close());

/** Fails with the given error for the first calls, reads nothing afterwards. */
function failing(error: Error, times: number): () => Promise<[]> {
  let calls = 0;
  return async () => {
    calls += 1;
    if (calls <= times) throw error;
    return [];
  };
}

describe('a page that cannot be read', () => {
  test('is stored as failed after PAGE_MAX_STARTS failures, costs nothing, and the job goes on without it', async () => {
    bench = await startWorkerBench({}, engineOf(failing(new AppError('ocr-failed', ''), 3)));
    const job = await bench.submit(await tinyScan(2));
    await openJob(bench.ctx, openTask(job));
    await expect(readPage(bench.ctx, pageTask(job, 1))).rejects.toMatchObject({ code: 'ocr-failed' });
    await expect(readPage(bench.ctx, pageTask(job, 1))).rejects.toMatchObject({ code: 'ocr-failed' });
    await readPage(bench.ctx, pageTask(job, 1));
    await readPage(bench.ctx, pageTask(job, 2));
    await assembleJob(bench.ctx, openTask(job).payload);
    expect(await bench.job(job.id)).toMatchObject({
      status: 'COMPLETED',
      pages_done: 1,
      pages_failed: 1,
      spent_cents: 12,
      reserved_cents: 0,
    });
    expect((await listPages(bench.ctx.db, job.id))[0]).toMatchObject({
      status: 'FAILED',
      error_code: 'ocr-failed',
    });
  });

  test('is stored as failed at once where trying again cannot help', async () => {
    bench = await startWorkerBench({}, engineOf(failing(new AppError('resource-limit', ''), 1)));
    const job = await bench.submit(await tinyScan(1));
    await openJob(bench.ctx, openTask(job));
    await readPage(bench.ctx, pageTask(job, 1));
    expect(await bench.job(job.id)).toMatchObject({ status: 'PROCESSING', pages_failed: 1 });
  });

  test('is stored as failed when its workers never came back', async () => {
    bench = await startWorkerBench();
    const job = await bench.submit(await tinyScan(1));
    await openJob(bench.ctx, openTask(job));
    await readPage(bench.ctx, pageTask(job, 1, { stalls: 3 }));
    expect((await listPages(bench.ctx.db, job.id))[0]).toMatchObject({
      status: 'FAILED',
      error_code: 'ocr-failed',
    });
  });

  test.each(['store-unavailable', 'internal'] as const)(
    '%s is not the page’s failure, however often it comes',
    async (code) => {
      bench = await startWorkerBench({}, engineOf(failing(new AppError(code, ''), 10)));
      const job = await bench.submit(await tinyScan(1));
      await openJob(bench.ctx, openTask(job));
      for (let time = 0; time < 10; time += 1) {
        await expect(readPage(bench.ctx, pageTask(job, 1))).rejects.toMatchObject({ code });
      }
      await readPage(bench.ctx, pageTask(job, 1));
      expect(await bench.job(job.id)).toMatchObject({ pages_done: 1, pages_failed: 0 });
    },
  );

  test('an orderly stop is not the page’s failure either', async () => {
    bench = await startWorkerBench();
    const job = await bench.submit(await tinyScan(1));
    await openJob(bench.ctx, openTask(job));
    for (let time = 0; time < 5; time += 1) {
      await expect(
        readPage(bench.ctx, pageTask(job, 1, { signal: AbortSignal.abort() })),
      ).rejects.toMatchObject({ code: 'job-cancelled' });
    }
    await readPage(bench.ctx, pageTask(job, 1));
    expect((await bench.job(job.id)).pages_done).toBe(1);
  });
});

describe('the commit of a page', () => {
  const ways: [string, (job: JobRow) => Promise<unknown>][] = [
    ['is to be cancelled', async ({ id }) => cancelJob(bench.user, id)],
    ['is being deleted', async ({ id }) => requestDeletion(bench.user, id)],
    ['has failed', async (job) => failJob(bench.ctx, openTask(job).payload, new Error('a fault'))],
    [
      'was started again',
      async (job) => {
        await failJob(bench.ctx, openTask(job).payload, new Error('a fault'));
        await retryJob(bench.user, job.id);
        await openJob(bench.ctx, openTask(await bench.job(job.id)));
      },
    ],
  ];

  test.each(ways)('is refused whole where the job %s: no page, no charge, no count', async (_name, stop) => {
    bench = await startWorkerBench();
    const { id } = await bench.submit(await tinyScan(1));
    await openJob(bench.ctx, openTask(await bench.job(id)));
    const job = await bench.job(id);
    await stop(job);
    const before = await bench.job(id);
    const model = {
      page: 1,
      widthPoints: 1,
      heightPoints: 1,
      words: [],
      rulings: [],
      fills: [],
      turnedDegrees: 0,
    };
    const late = commitPage(bench.ctx, job, {
      pageNo: 1,
      triage: 'image',
      model: { ...model, source: 'ocr' },
      errorCode: null,
      kind: 'ocr',
      costCents: 12,
      readMs: 1,
    });
    await expect(late).rejects.toMatchObject({ code: 'job-cancelled' });
    expect(await bench.job(id)).toEqual(before);
    expect(await listPages(bench.ctx.db, id)).toEqual([]);
    expect(await bench.ctx.db.selectFrom('page_charges').selectAll().execute()).toEqual([]);
  });
});

describe('the quote', () => {
  test('is made once: opening again changes nothing and hands out what is missing', async () => {
    bench = await startWorkerBench();
    const job = await bench.submit(await tinyScan(3));
    await openJob(bench.ctx, openTask(job));
    await readPage(bench.ctx, pageTask(job, 2));
    const before = await bench.job(job.id);
    await openJob(bench.ctx, openTask(job));
    expect(await bench.job(job.id)).toEqual(before);
    expect(await listMissingPages(bench.ctx, job.id)).toEqual([1, 3]);
  });

  test('under CAP_POLICY=partial keeps the pages that fit, also when the job is opened again', async () => {
    bench = await startWorkerBench({ CAP_POLICY: 'partial', MAX_JOB_COST_CENTS: '30' });
    const job = await bench.submit(await tinyScan(4));
    await openJob(bench.ctx, openTask(job));
    await readPage(bench.ctx, pageTask(job, 1));
    await openJob(bench.ctx, openTask(job));
    await readPage(bench.ctx, pageTask(job, 2));
    await assembleJob(bench.ctx, openTask(job).payload);
    expect(await bench.job(job.id)).toMatchObject({
      status: 'COMPLETED',
      pages_done: 2,
      pages_failed: 0,
      pages_skipped: 2,
      skip_code: 'job-cost-cap',
      spent_cents: 24,
      reserved_cents: 0,
    });
    const codes = (await listPages(bench.ctx.db, job.id)).map((page) => page.error_code);
    expect(codes).toEqual([null, null, 'job-cost-cap', 'job-cost-cap']);
  });

  test('over the cap is refused each time it is asked, and leaves no record', async () => {
    bench = await startWorkerBench({ MAX_JOB_COST_CENTS: '30' });
    const job = await bench.submit(await tinyScan(3));
    const facts = { quotedCents: 36, capCents: 30, pages: 3, pagesThatFit: 2 };
    await expect(openJob(bench.ctx, openTask(job))).rejects.toMatchObject({ code: 'job-cost-cap', facts });
    await expect(openJob(bench.ctx, openTask(job))).rejects.toMatchObject({ code: 'job-cost-cap', facts });
    expect(await listCostRecords(bench.ctx.db, job.id)).toEqual([]);
    expect(await bench.job(job.id)).toMatchObject({ spent_cents: 0, reserved_cents: 0 });
  });

  test('holds for the whole job, whatever the price becomes', async () => {
    bench = await startWorkerBench();
    const job = await bench.submit(await tinyScan(1));
    await openJob(bench.ctx, openTask(job));
    const dearer = { ...bench.ctx, config: { ...bench.ctx.config, COST_PER_PAGE_CENTS: 99 } };
    await readPage(dearer, pageTask(job, 1));
    expect(await bench.job(job.id)).toMatchObject({ spent_cents: 12, reserved_cents: 0 });
  });

  test('names the engine that read the pages', async () => {
    bench = await startWorkerBench({}, { ...engineOf(async () => []), name: 'fixed-latency' });
    const job = await bench.submit(await tinyScan(1));
    await openJob(bench.ctx, openTask(job));
    await readPage(bench.ctx, pageTask(job, 1));
    const charges = await bench.ctx.db.selectFrom('page_charges').select(['kind', 'provider']).execute();
    expect(charges).toEqual([{ kind: 'ocr', provider: 'fixed-latency' }]);
    expect(await listCostRecords(bench.ctx.db, job.id)).toMatchObject([{ provider: 'fixed-latency' }]);
  });
});
