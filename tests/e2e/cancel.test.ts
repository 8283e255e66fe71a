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
