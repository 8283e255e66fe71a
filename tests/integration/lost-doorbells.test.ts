import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { waitUntil } from '#bin/wait-until.ts';
import { takeSilentExports } from '#db/exports.ts';
import reconcile from '#netlify/functions/reconcile-costs.ts';
import sweep from '#netlify/functions/sweep-deletions.ts';
import { provideServices } from '#netlify/http/services.ts';
import { openQueues } from '#shared/queue/queues.ts';
import { byTheClock } from '#tests/harness/by-the-clock.ts';
import { queueBackends } from '#tests/harness/queue-backends.ts';
import { digitalSample, sample } from '#tests/harness/samples.ts';
import { startTcpProxy } from '#tests/harness/tcp-proxy.ts';
import { startTestSystem, type TestSystem } from '#tests/harness/test-system.ts';

/** A queue that nobody answers: the port is taken from the reserved ones. */
const deadRedis = 'redis://127.0.0.1:1';

describe.each(queueBackends())('a doorbell that nobody heard, on $name', ({ redisUrl }) => {
  let silent: TestSystem;
  let system: TestSystem;

  beforeAll(async () => {
    system = await startTestSystem({ REDIS_URL: redisUrl });
    // The same database and folder, with a queue that is down.
    silent = await startTestSystem({ ...system.environment, REDIS_URL: deadRedis }, { withWorker: false });
  });
  afterAll(async () => {
    await silent.close();
    await system.close();
  });

  const age = async (table: 'jobs' | 'deletion_manifests' | 'exports', column: string): Promise<void> => {
    await sql`update ${sql.table(table)} set ${sql.ref(column)} = now() - interval '2 minutes'`.execute(
      system.services.db,
    );
  };

  test('a job is accepted while the queue is down, and the sweep starts it', async () => {
    const { jobId, status } = await silent.client.submit('a.pdf', await sample(digitalSample));
    expect(status).toBe('QUEUED');
    await age('jobs', 'progress_at');
    provideServices(system.services);
    await byTheClock(reconcile);
    const job = await waitUntil(
      async () => system.client.job(jobId),
      (each) => each.status === 'COMPLETED',
    );
    expect(job.pages.done).toBe(5);
  });

  test('a job at work whose tasks are gone is handed out again', async () => {
    const { jobId } = await silent.client.submit('a.pdf', await sample(digitalSample));
    await sql`update jobs set status = 'PROCESSING' where id = ${jobId}`.execute(system.services.db);
    await age('jobs', 'progress_at');
    provideServices(system.services);
    await byTheClock(reconcile);
    const job = await waitUntil(
      async () => system.client.job(jobId),
      (each) => each.status !== 'PROCESSING',
    );
    expect(job).toMatchObject({ status: 'COMPLETED', pages: { done: 5 } });
  });

  test('an export that was ordered while the queue was down is rung for, once a minute', async () => {
    const { jobId } = await system.client.submit('a.pdf', await sample(digitalSample));
    await waitUntil(
      async () => system.client.job(jobId),
      (each) => each.status === 'COMPLETED',
    );
    const ids = (await system.client.schedules(jobId)).map(({ id }) => id);
    const { exportId } = await silent.client.requestExport(jobId, 'json', ids);
    await age('exports', 'created_at');
    const [first, second] = await Promise.all([
      takeSilentExports(system.services.db, 60),
      takeSilentExports(system.services.db, 60),
    ]);
    expect([...first, ...second].map(({ id }) => id)).toEqual([exportId]);
    await age('exports', 'rung_at');
    provideServices(system.services);
    await byTheClock(reconcile);
    await waitUntil(
      async () => system.client.export(jobId, exportId),
      ({ status }) => status === 'COMPLETED',
    );
  });

  test('services that met the queue while it was down ring it themselves once it is back', async () => {
    const { config, log } = system.services;
    const proxy = await startTcpProxy(redisUrl === '' ? (config.DATABASE_URL ?? '') : redisUrl);
    const through = redisUrl === '' ? { DATABASE_URL: proxy.url } : { REDIS_URL: proxy.url };
    const queues = openQueues({ ...config, ...through }, { role: 'producer', log });
    provideServices({ ...system.services, queues });
    proxy.refuse();
    const { jobId, status } = await system.client.submit('a.pdf', await sample(digitalSample));
    expect(status).toBe('QUEUED');
    proxy.pass();
    await age('jobs', 'progress_at');
    await byTheClock(reconcile);
    await waitUntil(
      async () => system.client.job(jobId),
      (each) => each.status === 'COMPLETED',
    );
    provideServices(system.services);
    await queues.close();
    await proxy.close();
  });

  test('a deletion asked for while the queue is down is done by the sweep', async () => {
    const { jobId } = await system.client.submit('a.pdf', await sample(digitalSample));
    await waitUntil(
      async () => system.client.job(jobId),
      (each) => each.status === 'COMPLETED',
    );
    provideServices(silent.services);
    expect((await silent.fetch(`/api/jobs/${jobId}/delete`, { method: 'POST' })).status).toBe(202);
    await age('deletion_manifests', 'next_attempt_at');
    provideServices(system.services);
    await byTheClock(sweep);
    await waitUntil(
      async () => (await (await system.fetch(`/api/jobs/${jobId}/delete`)).json()) as { status: string },
      ({ status }) => status === 'COMPLETED',
    );
  });
});
