import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { Redis } from 'ioredis';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { waitUntil } from '#bin/wait-until.ts';
import { auditStream } from '#shared/audit/redis-trail.ts';
import { environmentWith } from '#shared/config.ts';
import { deadStream } from '#worker/audit/audit-stream.ts';
import { auditEvent } from '#tests/fixtures/audit-event.ts';
import { redisBackends } from '#tests/harness/redis-backends.ts';
import { tellFigure } from '#tests/harness/tell-figure.ts';
import { startTestSystem, type TestSystem } from '#tests/harness/test-system.ts';

const script = fileURLToPath(new URL('../harness/audit-consumer.ts', import.meta.url));

/** The target is 40,000 events and 25 kills; here fewer, so that every run of the tests has some. */
const eventCount = Number(process.env['AUDIT_FAULT_EVENTS'] ?? 3000);
const killCount = Number(process.env['AUDIT_FAULT_KILLS'] ?? 3);
/** Of the consumer's entries; the product waits a minute, which a test need not. */
const claimIdleMs = '1000';

describe.each(redisBackends())('audit events on $name', ({ name, redisUrl }) => {
  let system: TestSystem;
  let redis: Redis;
  let stream: string;
  let consumer: ChildProcess | undefined;

  beforeAll(async () => {
    const settings = { REDIS_URL: redisUrl, AUDIT_DURABLE_MODE: 'redis', AUDIT_FLUSH_INTERVAL_MS: '50' };
    system = await startTestSystem(settings, { withWorker: false });
    stream = auditStream(system.config);
    redis = new Redis(redisUrl);
  });
  afterAll(async () => {
    consumer?.kill('SIGKILL');
    await redis.del(stream, deadStream(stream));
    redis.disconnect();
    await system.close();
  });

  const stored = async (): Promise<number> => {
    const { n } = await system.services.db
      .selectFrom('audit_events')
      .select((eb) => eb.fn.countAll<string>().as('n'))
      .executeTakeFirstOrThrow();
    return Number(n);
  };

  const start = (): ChildProcess =>
    spawn(process.execPath, [script, claimIdleMs], {
      env: environmentWith(system.environment),
      stdio: 'ignore',
    });

  /** Adds events, every tenth twice, as a sender does that heard no answer. */
  const add = async (rows: ReturnType<typeof auditEvent>[]): Promise<void> => {
    const twice = rows.flatMap((row, index) => (index % 10 === 0 ? [row, row] : [row]));
    for (let from = 0; from < twice.length; from += 100)
      await Promise.all(twice.slice(from, from + 100).map(async (row) => system.services.trail.add(row)));
  };

  test(
    `${eventCount} of them, a tenth sent twice, the consumer killed ${killCount} times: none lost, none doubled`,
    { timeout: 600_000 },
    async () => {
      const rows = Array.from({ length: eventCount }, (_, n) => auditEvent({ metadata: { n } }));
      const share = Math.ceil(eventCount / (killCount + 1));
      let orphaned = 0;
      for (let kill = 0; kill < killCount; kill += 1) {
        const before = await stored();
        consumer = start();
        const adding = add(rows.slice(kill * share, (kill + 1) * share));
        await waitUntil(stored, (count) => count > before);
        const gone = once(consumer, 'exit');
        consumer.kill('SIGKILL');
        await Promise.all([gone, adding]);
        const pending = (await redis.xpending(stream, 'audit')) as [number, ...unknown[]];
        orphaned = Math.max(orphaned, pending[0]);
      }
      await add(rows.slice(killCount * share));
      consumer = start();
      await waitUntil(
        async () => redis.xlen(stream),
        (length) => length === 0,
      );
      const keys = await system.services.db.selectFrom('audit_events').select('idempotency_key').execute();
      const written = new Set(keys.map((row) => row.idempotency_key.toString('hex')));
      expect(keys).toHaveLength(eventCount);
      expect(written).toEqual(new Set(rows.map((row) => row.idempotency_key.toString('hex'))));
      expect(await redis.xlen(deadStream(stream))).toBe(0);
      // Else the kills would have struck consumers that had nothing in their hands.
      expect(orphaned).toBeGreaterThan(0);
      tellFigure({ on: name, figure: `${killCount} kills, 0 of ${eventCount} events lost, 0 doubled` });
    },
  );
});
