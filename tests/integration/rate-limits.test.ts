import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { Redis } from 'ioredis';
import { sql } from 'kysely';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { waitUntil } from '#bin/wait-until.ts';
import sweep from '#netlify/functions/sweep-limits.ts';
import { environmentWith, loadConfig } from '#shared/config.ts';
import { RedisLimits } from '#shared/limits/redis-limits.ts';
import { openLog } from '#shared/log.ts';
import { byTheClock } from '#tests/harness/by-the-clock.ts';
import { queueBackends } from '#tests/harness/queue-backends.ts';
import { redisBackends } from '#tests/harness/redis-backends.ts';
import { startTcpProxy, type TcpProxy } from '#tests/harness/tcp-proxy.ts';
import { startTestSystem, type TestSystem } from '#tests/harness/test-system.ts';
import { unusedPort } from '#tests/harness/unused-port.ts';

const caller = fileURLToPath(new URL('../harness/limit-caller.ts', import.meta.url));
const writes = 5;
const reads = 20;
const quotas = { RATE_LIMIT_PER_MINUTE: String(writes), RATE_LIMIT_READS_PER_MINUTE: String(reads) };
const anybody = { authorization: 'Bearer nobody' };

const times = async <T>(count: number, work: () => Promise<T>): Promise<T[]> =>
  Promise.all(Array.from({ length: count }, async () => work()));
const admitted = (answers: Response[]): number => answers.filter(({ status }) => status !== 429).length;

/** Ends every window that runs, as a minute would. */
async function endWindows(system: TestSystem): Promise<void> {
  const { REDIS_URL: url = '', QUEUE_PREFIX: prefix = '' } = system.environment;
  if (url === '') {
    await sql`update rate_limits set resets_at = now()`.execute(system.services.systemDb);
    return;
  }
  const redis = new Redis(url);
  for (const key of await redis.keys(`${prefix}-limit-*`)) await redis.del(key);
  redis.disconnect();
}

/** What eight processes got, that all began at one word. */
async function countInProcesses(environment: Record<string, string>, each: number): Promise<unknown[]> {
  const subject = randomBytes(32).toString('hex');
  const children = Array.from({ length: 8 }, () => {
    const child = spawn(process.execPath, [caller, subject, String(each)], {
      env: environmentWith({ ...environment, LOG_LEVEL: 'silent' }),
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    return { child, lines: createInterface(child.stdout)[Symbol.asyncIterator]() };
  });
  for (const { lines } of children) expect((await lines.next()).value).toBe('ready');
  for (const { child } of children) child.stdin.write('go\n');
  const printed = await Promise.all(children.map(async ({ lines }) => (await lines.next()).value as string));
  return printed.flatMap((line) => JSON.parse(line) as unknown[]);
}

describe.each(queueBackends())('on $name', ({ redisUrl }) => {
  let system: TestSystem;
  beforeAll(async () => {
    system = await startTestSystem({ REDIS_URL: redisUrl, ...quotas }, { withWorker: false });
  });
  afterAll(async () => system.close());
  afterEach(async () => {
    vi.useRealTimers();
    await endWindows(system);
  });

  test(
    'eight processes that hammer one subject each get numbers of their own: the quota is admitted, and not one more',
    { timeout: 180_000 },
    async () => {
      const counts = await countInProcesses(system.environment, 100);
      expect(counts.toSorted((a, b) => Number(a) - Number(b))).toEqual(
        Array.from({ length: 800 }, (_, index) => index + 1),
      );
    },
  );

  test('a credential is answered as often as its quota says, every answer tells what is left, and the next one when', async () => {
    const answers = await times(writes + 3, async () => system.fetch('/api/jobs', { method: 'POST' }));
    expect(admitted(answers)).toBe(writes);
    const left = answers.map(({ headers }) =>
      /"address-writes";r=(\d+);t=(\d+)/.exec(headers.get('ratelimit') ?? ''),
    );
    expect(left.map((found) => Number(found?.[1])).toSorted((a, b) => a - b)).toEqual([
      0, 0, 0, 0, 1, 2, 3, 4,
    ]);
    const refused = answers.find(({ status }) => status === 429);
    const seconds = Number(refused?.headers.get('retry-after'));
    expect(seconds).toBeGreaterThan(0);
    expect(seconds).toBeLessThanOrEqual(60);
    expect(refused?.headers.get('ratelimit-policy')).toBe(`"address-writes";q=${writes};w=60`);
    expect(await refused?.json()).toMatchObject({
      code: 'rate-limited',
      status: 429,
      policy: 'address-writes',
      retryAfterSeconds: seconds,
    });
    const taken = answers.find(({ status }) => status !== 429);
    expect(taken?.headers.get('ratelimit-policy')).toBe(
      `"address-writes";q=${writes};w=60, "credential-writes";q=${writes};w=60`,
    );
  });

  test('a credential has its quota once, from whatever addresses it calls', async () => {
    const proxies = await Promise.all(
      ['127.0.0.2', '127.0.0.3', '127.0.0.4'].map(async (localAddress) =>
        startTcpProxy(system.url, { localAddress }),
      ),
    );
    const headers = { authorization: `Bearer ${system.key}` };
    const answers = await Promise.all(
      proxies.map(async ({ url }) =>
        times(4, async () => fetch(`${url}api/jobs`, { method: 'POST', headers })),
      ),
    );
    expect(admitted(answers.flat())).toBe(writes);
    const refused = answers.flat().find(({ status }) => status === 429);
    expect(await refused?.json()).toMatchObject({ policy: 'credential-writes' });
    await Promise.all(proxies.map(async (proxy) => proxy.close()));
  });

  test('refused credentials count against their address, and against no credential', async () => {
    const answers = await times(reads + 2, async () => system.fetch('/api/jobs', { headers: anybody }));
    expect(answers.filter(({ status }) => status === 401)).toHaveLength(reads);
    expect(answers.filter(({ status }) => status === 429)).toHaveLength(2);
    expect((await system.fetch('/api/jobs')).status).toBe(429);
  });

  test('an address that a caller claims to have is nobody’s', async () => {
    let n = 0;
    const answers = await times(writes + 2, async () => {
      n += 1;
      const headers = {
        'x-forwarded-for': `192.0.2.${n}`,
        'x-real-ip': `192.0.2.${n}`,
        forwarded: `for=192.0.2.${n}`,
      };
      return system.fetch('/api/jobs', { method: 'POST', headers });
    });
    expect(admitted(answers)).toBe(writes);
  });

  test('reads and writes have quotas of their own', async () => {
    await times(writes, async () => system.fetch('/api/jobs', { method: 'POST' }));
    const answers = await times(reads + 1, async () => system.fetch('/api/jobs'));
    expect(admitted(answers)).toBe(reads);
  });

  test('a window that is over is followed by a whole one, whatever the clocks of the processes say', async () => {
    const post = async (): Promise<Response[]> =>
      times(writes + 1, async () => system.fetch('/api/jobs', { method: 'POST' }));
    expect(admitted(await post())).toBe(writes);
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 3_600_000 });
    expect(admitted(await post())).toBe(0);
    vi.useRealTimers();
    await endWindows(system);
    expect(admitted(await post())).toBe(writes);
  });

  test('what needs no credential is not counted here', async () => {
    const answers = await times(reads + 5, async () => system.fetch('/health/ready'));
    expect(admitted(answers)).toBe(reads + 5);
    expect(answers[0]?.headers.has('ratelimit')).toBe(false);
  });
});

describe('what is kept of callers', () => {
  test('is a hash, and nothing once their window is over', async () => {
    const system = await startTestSystem({ ...quotas }, { withWorker: false });
    await system.fetch('/api/jobs');
    const { systemDb: db } = system.services;
    const rows = await db.selectFrom('rate_limits').selectAll().execute();
    expect(rows.map(({ id, count }) => [id.length, count])).toEqual([
      [32, 1],
      [32, 1],
    ]);
    await byTheClock(sweep);
    expect(await db.selectFrom('rate_limits').selectAll().execute()).toHaveLength(2);
    await endWindows(system);
    await byTheClock(sweep);
    expect(await db.selectFrom('rate_limits').selectAll().execute()).toEqual([]);
    await system.close();
  });
});

describe.each(redisBackends())(
  'a process that stands still for longer than it would wait',
  ({ redisUrl }) => {
    test('counts its requests all the same: Redis had answered', async () => {
      const config = loadConfig({ environment: { LOG_LEVEL: 'silent' } });
      const prefix = `t${randomBytes(4).toString('hex')}`;
      const limits = new RedisLimits({ url: redisUrl, prefix, log: openLog(config, 'host'), waitMs: 200 });
      const subject = randomBytes(32);
      await waitUntil(
        async () => limits.count(subject, 60),
        (counted) => counted !== null,
      );
      const before = limits.uncounted();
      const asked = times(20, async () => limits.count(subject, 60));
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 600);
      expect((await asked).map((counted) => counted === null)).toEqual(Array(20).fill(false));
      expect(limits.uncounted()).toBe(before);
      await limits.close();
    });
  },
);

describe.each(redisBackends())('a Redis that is away', ({ redisUrl }) => {
  let system: TestSystem;
  let proxy: TcpProxy;
  let monitor: string;
  beforeAll(async () => {
    proxy = await startTcpProxy(redisUrl);
    const port = String(await unusedPort());
    monitor = `http://127.0.0.1:${port}/metrics`;
    const settings = { REDIS_URL: proxy.url, LOG_LEVEL: 'silent', OCR_ENGINE: 'null', WORKER_PORT: port };
    system = await startTestSystem({ ...settings, ...quotas });
  });
  afterAll(async () => {
    await system.close();
    await proxy.close();
  });

  const uncounted = async (): Promise<number> => {
    const shown = await (await fetch(monitor)).text();
    return Number(/^ledgerlift_requests_unlimited_total (\d+)$/m.exec(shown)?.[1]);
  };

  test.each(['refuse', 'silence'] as const)(
    'lets requests through (%s), counts them, and limits again',
    async (how) => {
      const before = await uncounted();
      proxy[how]();
      const answers = await times(reads + 5, async () => system.fetch('/api/jobs'));
      expect(answers.map(({ status }) => status)).toEqual(Array(reads + 5).fill(200));
      expect(answers[0]?.headers.has('ratelimit')).toBe(false);
      // Once for the address and once for the credential.
      expect((await uncounted()) - before).toBe(2 * (reads + 5));
      proxy.refuse();
      proxy.pass();
      await waitUntil(
        async () => system.fetch('/api/jobs'),
        ({ headers }) => headers.has('ratelimit'),
      );
    },
  );
});
