import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { waitUntil } from '#bin/wait-until.ts';
import { type Config, loadConfig } from '#shared/config.ts';
import { openLog } from '#shared/log.ts';
import { consume, type Task } from '#shared/queue/consume.ts';
import { openQueues, type Queues } from '#shared/queue/queues.ts';
import { freshDatabase } from '#tests/harness/fresh-database.ts';
import { queueBackends } from '#tests/harness/queue-backends.ts';
import { startTcpProxy, type TcpProxy } from '#tests/harness/tcp-proxy.ts';

const job = { jobId: '0190c3a0-0000-7000-8000-000000000001', run: 1, traceId: 'f'.repeat(32) };
const answers = async (work: Promise<unknown>): Promise<boolean> =>
  work.then(
    () => true,
    () => false,
  );

describe.each(queueBackends())('$name', ({ redisUrl }) => {
  let database: Awaited<ReturnType<typeof freshDatabase>>;
  let proxy: TcpProxy;
  let config: Config;
  let queues: Queues;

  beforeAll(async () => {
    database = await freshDatabase();
    proxy = await startTcpProxy(redisUrl === '' ? database.url : redisUrl, { admits: hasNoOptions });
    const direct = configWith({ DATABASE_URL: database.url, REDIS_URL: redisUrl });
    const made = openQueues(direct, { role: 'producer', log: openLog(direct, 'host') });
    await made.backend.migrate();
    await made.close();
  });
  beforeEach(() => {
    const through = redisUrl === '' ? { DATABASE_URL: proxy.url } : { REDIS_URL: proxy.url };
    config = configWith({ DATABASE_URL: database.url, REDIS_URL: redisUrl, ...through });
    queues = openQueues(config, { role: 'producer', log: openLog(config, 'host') });
  });
  afterAll(async () => {
    await proxy.close();
    await database.drop();
  });

  test('takes tasks and pages from one that had met it away, and no connection is left behind', async () => {
    proxy.refuse();
    for (let time = 0; time < 3; time += 1) {
      expect(await answers(queues.add('open', job, { taskId: 'a' }))).toBe(false);
      expect(await answers(queues.addPages(job, [{ ...job, pageNo: 1 }]))).toBe(false);
    }
    proxy.pass();
    await queues.add('open', job, { taskId: 'a' });
    await queues.addPages(job, [{ ...job, pageNo: 1 }]);
    expect([await queues.waiting('open'), await queues.waiting('page')]).toEqual([1, 1]);
    expect(proxy.connections()).toBeLessThanOrEqual(3);
    await queues.close();
    await waitUntil(
      async () => proxy.connections(),
      (open) => open === 0,
    );
  });

  test('closes while it does not answer', async () => {
    await queues.add('open', job, { taskId: 'a' });
    proxy.refuse();
    await queues.close();
    expect(
      await waitUntil(
        async () => proxy.connections(),
        (open) => open === 0,
      ),
    ).toBe(0);
    proxy.pass();
  });

  test('counts workers that fell silent over a task, and not its failures', async () => {
    const workers = openQueues(config, { role: 'consumer', log: openLog(config, 'worker') });
    const { backend } = workers;
    const seen: Pick<Task<'export'>, 'starts' | 'stalls'>[] = [];
    const forever = new Promise<void>(() => {});
    const consumer = (handle: () => Promise<void>) =>
      consume({
        config,
        backend,
        queue: 'export',
        concurrency: 1,
        log: openLog(config, 'worker'),
        signal: new AbortController().signal,
        handle: async ({ starts, stalls }) => {
          seen.push({ starts, stalls });
          await handle();
        },
      });
    const { run: _run, ...ofJob } = job;
    await queues.add('export', { ...ofJob, exportId: job.jobId }, { taskId: 'x' });
    let failures = 0;
    const silent = consumer(async () => {
      failures += 1;
      if (failures === 1) throw new Error('once');
      await forever;
    });
    await waitUntil(
      async () => seen.length,
      (starts) => starts === 2,
    );
    await silent.close(true);
    const next = consumer(async () => {});
    await waitUntil(
      async () => seen.length,
      (starts) => starts === 3,
    );
    expect(seen).toEqual([
      { starts: 1, stalls: 0 },
      { starts: 2, stalls: 0 },
      { starts: 3, stalls: 1 },
    ]);
    await next.close();
    await workers.close();
    await queues.close();
  });
});

function configWith(environment: Record<string, string>): Config {
  const prefix = `t${randomBytes(4).toString('hex')}`;
  return loadConfig({
    environment: { QUEUE_PREFIX: prefix, QUEUE_LEASE_SECONDS: '1', LOG_LEVEL: 'silent', ...environment },
  });
}

/** As poolers do it (PgBouncer, Neon): a connection that asks for options at its start is refused. */
function hasNoOptions(first: Buffer): boolean {
  return !first.includes('\0options\0');
}
