import { Writable } from 'node:stream';
import { Redis } from 'ioredis';
import { pino } from 'pino';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { waitUntil } from '#bin/wait-until.ts';
import { noteEvent } from '#shared/audit/note-event.ts';
import { auditStream } from '#shared/audit/redis-trail.ts';
import { toWire } from '#shared/audit/wire-form.ts';
import { loadConfig } from '#shared/config.ts';
import { openServices, type OpenServices } from '#shared/open-services.ts';
import { auditEvent } from '#tests/fixtures/audit-event.ts';
import { redisBackends } from '#tests/harness/redis-backends.ts';
import { startTcpProxy, type TcpProxy } from '#tests/harness/tcp-proxy.ts';
import { startTestSystem, type TestSystem } from '#tests/harness/test-system.ts';
import { deadStream } from '#worker/audit/audit-stream.ts';
import { consumeAudit } from '#worker/audit/consume-audit.ts';

describe.each(redisBackends())('the audit stream on $name', ({ redisUrl }) => {
  let system: TestSystem;
  let redis: Redis;
  let database: TcpProxy;
  let queue: TcpProxy;
  let services: OpenServices;
  let stream: string;
  let consumer: ReturnType<typeof consumeAudit>;
  const said: string[] = [];
  const log = pino(
    new Writable({
      write: (chunk: Buffer, _encoding, done) => {
        said.push(chunk.toString());
        done();
      },
    }),
  );

  beforeAll(async () => {
    const settings = { REDIS_URL: redisUrl, AUDIT_DURABLE_MODE: 'redis', AUDIT_FLUSH_INTERVAL_MS: '50' };
    system = await startTestSystem(settings, { withWorker: false });
    database = await startTcpProxy(system.environment['DATABASE_URL'] ?? '');
    queue = await startTcpProxy(redisUrl);
    const through = {
      ...system.environment,
      DATABASE_URL: database.url,
      REDIS_URL: queue.url,
      LOG_LEVEL: 'silent',
    };
    services = await openServices(loadConfig({ environment: through }), 'worker');
    stream = auditStream(services.config);
    redis = new Redis(redisUrl);
  });
  afterEach(async () => {
    database.pass();
    queue.pass();
    await consumer?.stop();
    consumer = undefined;
    await redis.del(stream, deadStream(stream));
    await system.services.db.deleteFrom('audit_events').execute();
    said.length = 0;
  });
  afterAll(async () => {
    redis.disconnect();
    await services.close();
    await Promise.all([database.close(), queue.close()]);
    await system.close();
  });

  const consume = (claimIdleMs?: number): void => {
    consumer = consumeAudit({ ...services, log }, claimIdleMs === undefined ? {} : { claimIdleMs });
  };
  const stored = async () => system.services.db.selectFrom('audit_events').selectAll().execute();
  const add = async (count: number) => {
    const rows = Array.from({ length: count }, () => auditEvent());
    for (const row of rows) await services.trail.add(row);
    return rows;
  };

  test('brings an event through byte for byte', async () => {
    const [row] = await add(1);
    consume();
    const [found] = await waitUntil(stored, (rows) => rows.length === 1);
    expect(found).toMatchObject({ ...row, metadata: {} });
    await waitUntil(
      async () => redis.xlen(stream),
      (length) => length === 0,
    );
  });

  test('keeps an event until it is committed, and through an outage longer than five deliveries', async () => {
    consume(20);
    database.refuse();
    await add(5);
    // Each failure would be a delivery if the events were given back.
    await waitUntil(
      async () => said.filter((line) => line.includes('cannot be taken over')),
      (failures) => failures.length > 6,
    );
    expect(await redis.xlen(stream)).toBe(5);
    database.pass();
    await waitUntil(stored, (rows) => rows.length === 5);
    await waitUntil(
      async () => redis.xlen(stream),
      (length) => length === 0,
    );
    expect(await redis.xlen(deadStream(stream))).toBe(0);
  });

  test('an event that was handed out too often for other reasons is written all the same', async () => {
    await add(1);
    await redis.xgroup('CREATE', stream, 'audit', '0');
    const [[, [[id]]]] = (await redis.xreadgroup(
      ...(['GROUP', 'audit', 'crashing', 'STREAMS', stream, '>'] as const),
    )) as unknown as [[string, [[string, string[]]]]];
    await redis.xclaim(...([stream, 'audit', 'crashing', 0, id, 'RETRYCOUNT', 50] as const));
    consume(20);
    await waitUntil(stored, (rows) => rows.length === 1);
    expect(await redis.xlen(deadStream(stream))).toBe(0);
  });

  test('what was handed to a consumer that fell silent goes to another one', async () => {
    await add(3);
    await redis.xgroup('CREATE', stream, 'audit', '0');
    await redis.xreadgroup('GROUP', 'audit', 'gone', 'COUNT', 10, 'STREAMS', stream, '>');
    consume(100);
    await waitUntil(stored, (rows) => rows.length === 3);
    await waitUntil(
      async () => redis.xlen(stream),
      (length) => length === 0,
    );
    expect((await redis.xpending(stream, 'audit'))[0]).toBe(0);
  });

  test('what cannot be written is handed out five times, then lies in the dead stream without its personal part', async () => {
    const poison = auditEvent({ traceId: 'a\u0000b', userId: 'canary' });
    await services.trail.add(poison);
    await redis.xadd(stream, '*', 'event', '{"not":"ours"}');
    const others = await add(20);
    consume(20);
    await waitUntil(
      async () => redis.xlen(deadStream(stream)),
      (length) => length === 2,
    );
    await waitUntil(
      async () => redis.xlen(stream),
      (length) => length === 0,
    );
    expect((await stored()).map((row) => row.id).toSorted()).toEqual(others.map((row) => row.id).toSorted());
    const dead = JSON.stringify(await redis.xrange(deadStream(stream), '-', '+'));
    expect(dead).toContain(poison.id);
    expect(dead).toContain('not');
    expect(dead).not.toContain('canary');
    expect(said.join('')).not.toContain('canary');
    // Both were handed out five times; the sixth time they were buried.
    const refused = said.filter((line) => line.includes('was refused; it stays pending'));
    expect(refused).toHaveLength(10);
  });

  test('an event that Redis does not take goes through memory, and one that took both ways is one row', async () => {
    queue.refuse();
    const [row] = await add(1);
    await waitUntil(stored, (rows) => rows.length === 1);
    await redis.xadd(stream, '*', 'event', toWire(row ?? auditEvent()));
    queue.pass();
    consume();
    await waitUntil(
      async () => redis.xlen(stream),
      (length) => length === 0,
    );
    expect(await stored()).toHaveLength(1);
  });

  test('goes on with a Redis that was emptied', async () => {
    consume();
    const addWritten = async (): Promise<string[]> => {
      const ids = (await add(1)).map((row) => row.id);
      await waitUntil(stored, (rows) => rows.some(({ id }) => ids.includes(id)));
      return ids;
    };
    const before = await addWritten();
    await redis.del(stream);
    const added = [...before, ...(await addWritten()), ...(await addWritten())];
    expect((await stored()).map((row) => row.id)).toEqual(expect.arrayContaining(added));
  });

  test('warns of a Redis that is not append-only', async () => {
    consume();
    await waitUntil(
      async () => said.join(''),
      (text) => text.includes('appendonly yes'),
    );
    // A new configuration counts at the next start of a consumer.
    await consumer?.stop();
    said.length = 0;
    await redis.config('SET', 'appendonly', 'yes');
    try {
      consume();
      await add(1);
      await waitUntil(stored, (rows) => rows.length === 1);
      expect(said.join('')).not.toContain('appendonly');
    } finally {
      await redis.config('SET', 'appendonly', 'no');
    }
  });

  test('does nothing in memory mode, or while FEATURES_T3_AUDIT is off', async () => {
    const memory = { ...services.config, AUDIT_DURABLE_MODE: 'memory' as const };
    expect(consumeAudit({ ...services, config: memory })).toBeUndefined();
    const off = { ...services.config, FEATURES_T3_AUDIT: false };
    expect(consumeAudit({ ...services, config: off })).toBeUndefined();
    await noteEvent(
      { ...services, config: off },
      { tenantId: 't', userId: null, ip: null, traceId: 'a', type: 'AUDIT_READ' },
    );
    expect(await redis.xlen(stream)).toBe(0);
  });
});
