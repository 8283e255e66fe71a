import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { waitUntil } from '#bin/wait-until.ts';
import { freshDatabase } from '#tests/harness/fresh-database.ts';
import { queueBackends } from '#tests/harness/queue-backends.ts';
import { runCommand } from '#tests/harness/run-command.ts';
import { scanOfPages } from '#tests/harness/samples.ts';
import { spawnWorker, type WorkerProcess } from '#tests/harness/spawn-worker.ts';
import { startTcpProxy, type TcpProxy } from '#tests/harness/tcp-proxy.ts';
import { startTestSystem, type TestSystem } from '#tests/harness/test-system.ts';

describe.each(queueBackends())('a worker that is told to stop, on $name', ({ redisUrl }) => {
  let system: TestSystem;
  let proxy: TcpProxy;
  let worker: WorkerProcess;

  beforeAll(async () => {
    system = await startTestSystem({ REDIS_URL: redisUrl }, { withWorker: false });
    proxy = await startTcpProxy(redisUrl === '' ? (system.environment['DATABASE_URL'] ?? '') : redisUrl);
  });
  afterEach(() => {
    worker.process.kill('SIGKILL');
    proxy.pass();
  });
  afterAll(async () => {
    await proxy.close();
    await system.close();
  });

  const start = async (graceSeconds: number): Promise<void> => {
    const through = redisUrl === '' ? { DATABASE_URL: proxy.url } : { REDIS_URL: proxy.url };
    worker = await spawnWorker({
      ...system.environment,
      ...through,
      OCR_WORKERS: '1',
      SHUTDOWN_GRACE_SECONDS: String(graceSeconds),
    });
  };

  test.each(['refuse', 'silence'] as const)(
    'exits 0 while the queue is away (%s)',
    { timeout: 30_000 },
    async (mode) => {
      await start(1);
      proxy[mode]();
      expect(await worker.end('SIGTERM')).toBe(0);
    },
  );

  test('exits 0 in the middle of a page while the queue is away', { timeout: 40_000 }, async () => {
    await start(1);
    const { jobId } = await system.client.submit('scan.pdf', await scanOfPages(3));
    await waitUntil(
      async () => system.client.job(jobId),
      (job) => job.pages.done >= 1,
    );
    proxy.silence();
    expect(await worker.end('SIGTERM')).toBe(0);
  });

  test('exits 1 at the second signal', { timeout: 30_000 }, async () => {
    await start(300);
    proxy.silence();
    worker.process.kill('SIGTERM');
    const code = await waitUntil(
      async () => {
        worker.process.kill('SIGTERM');
        return worker.process.exitCode;
      },
      (exitCode) => exitCode !== null,
    );
    expect(code).toBe(1);
  });
});

describe('a start that fails', () => {
  const away = { DATABASE_URL: 'postgresql://x:y@127.0.0.1:1/x' };

  test.each([['serve'], ['worker'], ['run', 'samples/harbor-mill-2024.pdf']])(
    'ends %s with exit code 1 and what to do, where the database is away',
    { timeout: 30_000 },
    async (...args) => {
      expect(await runCommand(args, away)).toMatchObject({
        code: 1,
        said: expect.stringContaining('correct DATABASE_URL') as string,
      });
    },
  );

  test('ends a worker whose database was not migrated, and names the command', async () => {
    const database = await freshDatabase();
    expect(await runCommand(['worker'], { DATABASE_URL: database.url })).toMatchObject({
      code: 1,
      said: expect.stringContaining('ledgerlift migrate') as string,
    });
    await database.drop();
  });

  test.each([['worker'], ['run', 'samples/harbor-mill-2024.pdf']])(
    'ends %s whose Redis is away, and names the setting',
    { timeout: 40_000 },
    async (...args) => {
      const system = await startTestSystem({}, { withWorker: false });
      const { QUEUE_PREFIX: _prefix, ...environment } = system.environment;
      expect(await runCommand(args, { ...environment, REDIS_URL: 'redis://127.0.0.1:1' })).toMatchObject({
        code: 1,
        said: expect.stringContaining('REDIS_URL') as string,
      });
      await system.close();
    },
  );
});
