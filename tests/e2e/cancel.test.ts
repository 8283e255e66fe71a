import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { waitUntil } from '#bin/wait-until.ts';
import { queueBackends } from '#tests/harness/queue-backends.ts';
import { scanOfPages } from '#tests/harness/samples.ts';
import { startTestSystem, type TestSystem } from '#tests/harness/test-system.ts';

describe.each(queueBackends())('cancellation on $name', ({ redisUrl }) => {
  let system: TestSystem;
  beforeAll(async () => {
    system = await startTestSystem({ REDIS_URL: redisUrl, OCR_WORKERS: '1' });
  });
  afterAll(async () => system.close());

  test('stops at the next page; pages done are kept, charged and may be exported', async () => {
    const { jobId } = await system.client.submit('scan.pdf', await scanOfPages(6));
    await waitUntil(
      async () => system.client.job(jobId),
      (job) => job.pages.done >= 1,
    );
    await system.client.cancel(jobId);
    const job = await waitUntil(
      async () => system.client.job(jobId),
      ({ status }) => status !== 'PROCESSING',
    );
    expect(job.status).toBe('CANCELLED');
    expect(job.pages.done).toBeLessThan(6);
    expect(job.cost).toMatchObject({ spentCents: 12 * job.pages.done, reservedCents: 0 });
    const cost = await system.client.cost(jobId);
    expect(cost.records).toMatchObject([
      { status: 'COMPLETED', pages: job.pages.done, costCents: 12 * job.pages.done },
    ]);
    expect((await system.client.schedules(jobId)).length).toBeGreaterThanOrEqual(1);
    expect((await system.client.cancel(jobId)).status).toBe('CANCELLED');
  });
});

describe.each(queueBackends())('cancellation inside a page on $name', ({ redisUrl }) => {
  let system: TestSystem;
  beforeAll(async () => {
    // A page takes ten minutes: what ends within the test was stopped inside it.
    system = await startTestSystem({
      REDIS_URL: redisUrl,
      OCR_WORKERS: '1',
      OCR_ENGINE: 'fixed-latency',
      OCR_FIXED_LATENCY_MS: '600000',
      OCR_PAGE_TIMEOUT_MS: '600000',
    });
  });
  afterAll(async () => system.close());

  const reading = async (jobId: string): Promise<void> => {
    await waitUntil(
      async () => system.client.job(jobId),
      (job) => job.cost.reservedCents > 0,
    );
  };

  test('ends the job at once, charges nothing, and leaves the engine free for the next job', async () => {
    for (let time = 0; time < 3; time += 1) {
      const { jobId } = await system.client.submit('scan.pdf', await scanOfPages(2));
      await reading(jobId);
      expect((await system.client.cancel(jobId)).status).toMatch(/PROCESSING|CANCELLED/);
      const job = await waitUntil(
        async () => system.client.job(jobId),
        ({ status }) => status !== 'PROCESSING',
      );
      expect(job).toMatchObject({
        status: 'CANCELLED',
        pages: { done: 0 },
        cost: { spentCents: 0, reservedCents: 0 },
      });
    }
  });

  test('of many jobs, most of which no worker has in hand yet, ends every one', async () => {
    const bytes = await scanOfPages(1);
    const jobs = await Promise.all(
      Array.from({ length: 6 }, async () => system.client.submit('scan.pdf', bytes)),
    );
    await reading(jobs[0]?.jobId ?? '');
    for (const { jobId } of jobs) await system.client.cancel(jobId);
    const ended = await Promise.all(
      jobs.map(async ({ jobId }) =>
        waitUntil(
          async () => system.client.job(jobId),
          ({ status }) => !['QUEUED', 'PROCESSING'].includes(status),
        ),
      ),
    );
    expect(new Set(ended.map(({ status }) => status))).toEqual(new Set(['CANCELLED']));
  });
});
