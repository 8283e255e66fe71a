import type { Context } from '@netlify/functions';
import { sql } from 'kysely';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { waitUntil } from '#bin/wait-until.ts';
import { listCostRecords } from '#db/costs.ts';
import type { JobRow } from '#db/jobs.ts';
import { listScheduleRows } from '#db/schedules.ts';
import cancel from '#netlify/functions/cancel-job.ts';
import { provideServices } from '#netlify/http/services.ts';
import { createApiKey } from '#shared/auth/create-api-key.ts';
import { scopes } from '#shared/context.ts';
import { requestDeletion } from '#shared/deletion/request-deletion.ts';
import { requestExport } from '#shared/exports/request-export.ts';
import { cancelJob } from '#shared/jobs/cancel-job.ts';
import type { Checkpoint } from '#shared/jobs/job-cancelled-error.ts';
import { digitalSample, sample, tinyScan } from '#tests/harness/samples.ts';
import { startTcpProxy } from '#tests/harness/tcp-proxy.ts';
import { openTask, pageTask, startWorkerBench, type WorkerBench } from '#tests/harness/worker-bench.ts';
import { Cancellations } from '#worker/cancellations.ts';
import { FixedLatencyEngine } from '#worker/ocr/fixed-latency-engine.ts';
import { assembleJob } from '#worker/pipeline/assemble-job.ts';
import { exportSchedules } from '#worker/pipeline/export-schedules.ts';
import { openJob } from '#worker/pipeline/open-job.ts';
import { readPage } from '#worker/pipeline/read-page.ts';
import { stopCancelledJob } from '#worker/pipeline/stop-job.ts';
import { processOpen, processPage } from '#worker/processors/job-steps.ts';
import type { WorkerCtx } from '#worker/worker-ctx.ts';

let bench: WorkerBench;
/** Reads for a minute: whoever ends earlier was stopped inside the page. */
const slow = new FixedLatencyEngine([], 60_000, { size: 2 });
beforeAll(async () => {
  bench = await startWorkerBench();
});
const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});
afterAll(async () => {
  await slow.close();
  await bench.close();
});

const opened = async (pages: number): Promise<JobRow> => {
  const job = await bench.submit(await tinyScan(pages));
  await openJob(bench.ctx, openTask(job));
  return bench.job(job.id);
};
const events = async (jobId: string): Promise<{ event_type: string; metadata: object }[]> =>
  bench.ctx.db
    .selectFrom('audit_events')
    .select(['event_type', 'metadata'])
    .where('job_id', '=', jobId)
    .orderBy('created_at')
    .orderBy('id')
    .execute();
const lastEvent = async (jobId: string) => (await events(jobId)).at(-1);

describe('the answer to a cancellation', () => {
  const ask = async (jobId: string): Promise<{ status: number; body: object }> => {
    provideServices(bench.user);
    const key = await createApiKey(bench.ctx.db, { tenantId: 't', userId: 'u', scopes, embedded: true });
    const answer = await cancel(
      new Request('http://localhost/', { method: 'POST', headers: { authorization: `Bearer ${key}` } }),
      { params: { jobId }, ip: '', deploy: { context: 'dev' } } as unknown as Context,
    );
    return { status: answer.status, body: (await answer.json()) as object };
  };

  test('QUEUED: 200 and CANCELLED at once; asked again, unchanged', async () => {
    const { id } = await bench.submit(await tinyScan(1));
    const first = await ask(id);
    expect(first).toMatchObject({ status: 200, body: { status: 'CANCELLED', cancellationRequested: true } });
    expect(await ask(id)).toEqual(first);
    expect((await events(id)).filter((event) => event.event_type === 'CANCELLED')).toHaveLength(1);
  });

  test('PROCESSING: 202, and 202 until it has stopped; the wish is written down once', async () => {
    const { id } = await opened(1);
    expect(await ask(id)).toMatchObject({ status: 202, body: { status: 'PROCESSING' } });
    expect((await ask(id)).status).toBe(202);
    expect((await events(id)).filter((event) => event.event_type === 'CANCEL_REQUESTED')).toHaveLength(1);
  });

  test('COMPLETED: 200, unchanged', async () => {
    const job = await bench.submit(await sample(digitalSample));
    await openJob(bench.ctx, openTask(job));
    await assembleJob(bench.ctx, openTask(job).payload);
    const before = await bench.job(job.id);
    expect(await ask(job.id)).toMatchObject({ status: 200, body: { status: 'COMPLETED' } });
    expect(await bench.job(job.id)).toEqual(before);
  });

  test('DELETING: 409', async () => {
    const { id } = await bench.submit(await tinyScan(1));
    await requestDeletion(bench.user, id);
    expect(await ask(id)).toMatchObject({ status: 409, body: { code: 'wrong-state' } });
  });
});

describe('a worker that listens', () => {
  const reading = async (ctx = bench.ctx): Promise<{ job: JobRow; done: Promise<void> }> => {
    const job = await opened(2);
    const begun = Promise.withResolvers<void>();
    const ocr = {
      name: slow.name,
      readFigures: slow.readFigures.bind(slow),
      readLines: slow.readLines.bind(slow),
      close: async () => {},
      readImage: async (...asked: Parameters<typeof slow.readImage>) => {
        begun.resolve();
        return slow.readImage(...asked);
      },
    };
    const done = processPage({ ...ctx, ocr }, pageTask(job, 1));
    await begun.promise;
    return { job, done };
  };
  /** One that looks at rows only when it is told to. */
  const listening = async (url = bench.ctx.config.DATABASE_URL ?? ''): Promise<WorkerCtx> => {
    const cancellations = new Cancellations(bench.ctx, { recheckMs: 3_600_000 });
    closing.push(cancellations.close.bind(cancellations));
    cancellations.listen(url);
    await isListening(1);
    return { ...bench.ctx, cancellations };
  };
  const isListening = async (times: number): Promise<void> => {
    await waitUntil(
      async () =>
        sql<{ n: number }>`select count(*)::int as n from pg_stat_activity
          where datname = current_database() and application_name = 'ledgerlift-listen' and query like 'listen%'`.execute(
          bench.ctx.db,
        ),
      ({ rows }) => rows[0]?.n === times,
    );
  };

  test('stops inside the page and ends the job; the page is neither stored nor charged', async () => {
    const { job, done } = await reading(await listening());
    await cancelJob(bench.user, job.id);
    await done;
    expect(await bench.job(job.id)).toMatchObject({
      status: 'CANCELLED',
      pages_done: 0,
      spent_cents: 0,
      reserved_cents: 0,
    });
    expect(await listCostRecords(bench.ctx.db, job.id)).toMatchObject([
      { status: 'FAILED', pages: 0, cost_cents: 0 },
    ]);
  });

  test('stops inside the page of a job that is deleted', async () => {
    const { job, done } = await reading(await listening());
    await requestDeletion(bench.user, job.id);
    await done;
    expect((await bench.job(job.id)).status).toBe('DELETING');
  });

  test('hears nothing of other jobs', async () => {
    const { job, done } = await reading(await listening());
    let ended = false;
    const ending = done.then(() => (ended = true));
    await cancelJob(bench.user, (await opened(1)).id);
    await bench.ctx.cancellations.recheck();
    expect(ended).toBe(false);
    await cancelJob(bench.user, job.id);
    await ending;
  });

  test('looks again after its connection was lost: what was said meanwhile is not missed', async () => {
    const proxy = await startTcpProxy(bench.ctx.config.DATABASE_URL ?? '');
    closing.push(async () => proxy.close());
    const { job, done } = await reading(await listening(proxy.url));
    proxy.refuse();
    await isListening(0);
    await cancelJob(bench.user, job.id);
    proxy.pass();
    await done;
    expect((await bench.job(job.id)).status).toBe('CANCELLED');
  });

  test(
    'that cannot listen at all finds the wish by looking from time to time',
    { timeout: 30_000 },
    async () => {
      const cancellations = new Cancellations(bench.ctx);
      closing.push(cancellations.close.bind(cancellations));
      cancellations.listen('postgresql://x:y@127.0.0.1:1/x');
      const { job, done } = await reading({ ...bench.ctx, cancellations });
      await cancelJob(bench.user, job.id);
      await done;
      expect((await bench.job(job.id)).status).toBe('CANCELLED');
      await cancellations.close();
    },
  );
});

describe('checkpoints, for a worker that hears nothing', () => {
  /** What work that stops at a checkpoint says. */
  const at = (checkpoint: Checkpoint) => ({ code: 'job-cancelled', facts: { checkpoint } });

  test('before_download', async () => {
    const job = await bench.submit(await tinyScan(1));
    await cancelJob(bench.user, job.id);
    await expect(openJob(bench.ctx, openTask(job))).rejects.toMatchObject(at('before_download'));
  });

  test('before_page', async () => {
    const job = await opened(1);
    await cancelJob(bench.user, job.id);
    await expect(readPage(bench.ctx, pageTask(job, 1))).rejects.toMatchObject(at('before_page'));
  });

  test('after_page: what was read when the wish came is not stored and not charged', async () => {
    const job = await opened(1);
    const readImage = async (): Promise<[]> => {
      await cancelJob(bench.user, job.id);
      return [];
    };
    await expect(
      readPage({ ...bench.ctx, ocr: { ...bench.ctx.ocr, readImage } }, pageTask(job, 1)),
    ).rejects.toMatchObject(at('after_page'));
    expect(await bench.job(job.id)).toMatchObject({ pages_done: 0, spent_cents: 0 });
  });

  test('before_assembly', async () => {
    const job = await opened(1);
    await readPage(bench.ctx, pageTask(job, 1));
    await cancelJob(bench.user, job.id);
    await expect(assembleJob(bench.ctx, openTask(job).payload)).rejects.toMatchObject(at('before_assembly'));
  });

  test('before_export: an order of a run that is over is not written', async () => {
    const job = await opened(1);
    await readPage(bench.ctx, pageTask(job, 1));
    await assembleJob(bench.ctx, openTask(job).payload);
    const { exportId } = await requestExport(bench.user, job.id, { format: 'pdf' });
    await sql`update exports set run = 7 where id = ${exportId}`.execute(bench.ctx.db);
    const signal = new AbortController().signal;
    await expect(exportSchedules(bench.ctx, { exportId, jobId: job.id, signal })).rejects.toMatchObject(
      at('before_export'),
    );
  });

  test('the trail says at which one a job has stopped', async () => {
    const job = await opened(1);
    await cancelJob(bench.user, job.id);
    await processPage(bench.ctx, pageTask(job, 1));
    expect(await lastEvent(job.id)).toMatchObject({
      event_type: 'CANCELLED',
      metadata: { checkpoint: 'before_page', pages: 0, costCents: 0 },
    });
  });
});

describe('what a cancelled job leaves', () => {
  /** A digital document beside a scan: its schedules stand, the scan is not read. */
  const partial = async (): Promise<JobRow> => {
    const job = await bench.submit(await sample(digitalSample));
    await openJob(bench.ctx, openTask(job));
    await cancelJob(bench.user, job.id);
    return job;
  };

  test('pages done are kept, and exported as far as they go (PARTIAL_CANCEL)', async () => {
    const job = await partial();
    await stopCancelledJob(bench.ctx, openTask(job).payload);
    expect(await lastEvent(job.id)).toMatchObject({ event_type: 'PARTIAL_CANCEL', metadata: { pages: 5 } });
    expect((await listScheduleRows(bench.ctx.db, job.id)).length).toBeGreaterThan(0);
    expect(await requestExport(bench.user, job.id, { format: 'json' })).toMatchObject({ status: 'QUEUED' });
  });

  test('without ENABLE_PARTIAL_EXPORT they are kept and not exported (CANCELLED)', async () => {
    const config = { ...bench.ctx.config, ENABLE_PARTIAL_EXPORT: false };
    const job = await partial();
    await stopCancelledJob({ ...bench.ctx, config }, openTask(job).payload);
    expect(await lastEvent(job.id)).toMatchObject({ event_type: 'CANCELLED', metadata: { pages: 5 } });
    await expect(requestExport({ ...bench.user, config }, job.id, { format: 'json' })).rejects.toMatchObject({
      code: 'wrong-state',
    });
  });

  test('pages done are charged, and what was reserved for the others returns', async () => {
    const job = await opened(3);
    await readPage(bench.ctx, pageTask(job, 1));
    await cancelJob(bench.user, job.id);
    await processPage(bench.ctx, pageTask(job, 2));
    expect(await bench.job(job.id)).toMatchObject({
      status: 'CANCELLED',
      spent_cents: 12,
      reserved_cents: 0,
    });
    expect(await listCostRecords(bench.ctx.db, job.id)).toMatchObject([
      { status: 'COMPLETED', pages: 1, cost_cents: 12 },
    ]);
  });
});

test('exactly one of completion and cancellation wins, whenever they meet, and there is one event of it', async () => {
  for (let time = 0; time < 10; time += 1) {
    const job = await opened(1);
    await readPage(bench.ctx, pageTask(job, 1));
    const { payload } = openTask(job);
    await Promise.allSettled([assembleJob(bench.ctx, payload), cancelJob(bench.user, job.id)]);
    // As the guard of every task of the job would.
    await Promise.all([1, 2, 3].map(async () => processOpen(bench.ctx, openTask(job))));
    const { status } = await bench.job(job.id);
    const ends = (await events(job.id)).map((event) => event.event_type);
    expect(['COMPLETED', 'CANCELLED']).toContain(status);
    expect(ends.filter((type) => /EXTRACTED|PARTIAL_CANCEL|CANCELLED/.test(type))).toEqual([
      status === 'COMPLETED' ? 'EXTRACTED' : 'PARTIAL_CANCEL',
    ]);
  }
});
