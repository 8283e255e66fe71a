import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { waitUntil } from '#bin/wait-until.ts';
import type { JobView } from '#shared/jobs/job-view.ts';
import { queueBackends } from '#tests/harness/queue-backends.ts';
import { scanOfPages } from '#tests/harness/samples.ts';
import { spawnWorker, type WorkerProcess } from '#tests/harness/spawn-worker.ts';
import { startTestSystem, type TestSystem } from '#tests/harness/test-system.ts';

const pages = 4;

describe.each(queueBackends())('a worker on $name', ({ redisUrl }) => {
  let system: TestSystem;
  let workers: WorkerProcess[] = [];

  beforeAll(async () => {
    system = await startTestSystem({ REDIS_URL: redisUrl, OCR_WORKERS: '2' }, { withWorker: false });
  });
  afterEach(async () => {
    await Promise.all(workers.map(async (worker) => worker.process.exitCode ?? worker.end('SIGKILL')));
    workers = [];
  });
  afterAll(async () => system.close());

  const start = async (): Promise<WorkerProcess> => {
    const worker = await spawnWorker(system.environment);
    workers.push(worker);
    return worker;
  };

  const expectOncePerPage = async (job: JobView): Promise<void> => {
    expect(job).toMatchObject({ status: 'COMPLETED', pages: { count: pages, done: pages, failed: 0 } });
    expect(job.cost).toMatchObject({ spentCents: 12 * pages, reservedCents: 0 });
    const { db } = system.services;
    const stored = await db.selectFrom('pages').select('page_no').where('job_id', '=', job.jobId).execute();
    const charged = await db
      .selectFrom('page_charges')
      .select('cost_cents')
      .where('job_id', '=', job.jobId)
      .execute();
    expect(stored).toHaveLength(pages);
    expect(charged).toEqual(Array.from({ length: pages }, () => ({ cost_cents: 12 })));
    const cost = await system.client.cost(job.jobId);
    expect(cost.records).toMatchObject([{ status: 'COMPLETED', pages, costCents: 12 * pages }]);
  };

  test('killed in the middle of a scanned document: the next one ends the job, each page stored and charged once', async () => {
    const first = await start();
    const { jobId } = await system.client.submit('scan.pdf', await scanOfPages(pages));
    await waitUntil(
      async () => system.client.job(jobId),
      (job) => job.pages.done >= 1,
    );
    await first.end('SIGKILL');
    expect((await system.client.job(jobId)).status).toBe('PROCESSING');
    await start();
    const job = await waitUntil(
      async () => system.client.job(jobId),
      ({ status }) => status !== 'PROCESSING',
    );
    await expectOncePerPage(job);
  });

  test('told to stop in the middle: it exits 0, and the next one ends the job', async () => {
    const first = await start();
    const { jobId } = await system.client.submit('scan.pdf', await scanOfPages(pages));
    await waitUntil(
      async () => system.client.job(jobId),
      (job) => job.pages.done >= 1,
    );
    expect(await first.end('SIGTERM')).toBe(0);
    await start();
    const job = await waitUntil(
      async () => system.client.job(jobId),
      ({ status }) => status !== 'PROCESSING',
    );
    await expectOncePerPage(job);
  });
});
