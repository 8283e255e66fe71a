import { sql } from 'kysely';
import { randomBytes } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { waitUntil } from '#bin/wait-until.ts';
import { insertAuditEvents } from '#db/insert-audit-events.ts';
import { eraseJob } from '#shared/deletion/erase-job.ts';
import { requestDeletion } from '#shared/deletion/request-deletion.ts';
import { loadConfig } from '#shared/config.ts';
import { openServices, type OpenServices } from '#shared/open-services.ts';
import { recordEvent } from '#shared/audit/record-event.ts';
import { noteEvent } from '#shared/audit/note-event.ts';
import { auditEvent } from '#tests/fixtures/audit-event.ts';
import { onePagePdf } from '#tests/fixtures/one-page-pdf.ts';
import { startTcpProxy, type TcpProxy } from '#tests/harness/tcp-proxy.ts';
import { startWorkerBench, type WorkerBench } from '#tests/harness/worker-bench.ts';

let bench: WorkerBench;
let proxy: TcpProxy;
const opened: OpenServices[] = [];
beforeAll(async () => {
  bench = await startWorkerBench();
  proxy = await startTcpProxy(bench.ctx.config.DATABASE_URL ?? '');
});
afterEach(async () => {
  proxy.pass();
  await Promise.all(opened.splice(0).map(async (each) => each.close()));
  await sql`truncate audit_events`.execute(bench.ctx.db);
});
afterAll(async () => {
  await proxy.close();
  await bench.close();
});

async function open(role: 'function' | 'host', settings: Record<string, string> = {}): Promise<OpenServices> {
  const { DATA_FOLDER, QUEUE_PREFIX } = bench.ctx.config;
  const base = { DATABASE_URL: proxy.url, DATA_FOLDER, QUEUE_PREFIX, LOG_LEVEL: 'silent' };
  const services = await openServices(loadConfig({ environment: { ...base, ...settings } }), role);
  opened.push(services);
  return services;
}

const stored = async () =>
  bench.ctx.db.selectFrom('audit_events').selectAll().orderBy('occurred_at').orderBy('id').execute();

const read = {
  tenantId: 't',
  userId: 'u',
  ip: '203.0.113.9',
  traceId: 'a'.repeat(32),
  type: 'AUDIT_READ',
} as const;

describe('the insert of a batch', () => {
  test('leaves events that are there already as they are, within a batch and between batches', async () => {
    const [one, other] = [auditEvent(), auditEvent({ metadata: { n: 2 } })];
    await insertAuditEvents(bench.ctx.db, [one, other, { ...one, id: other.id.replace(/.$/, 'f') }]);
    await insertAuditEvents(bench.ctx.db, [{ ...other, event_type: 'AUTH_FAILED' }, one]);
    const rows = await stored();
    expect(rows.map((row) => row.idempotency_key)).toEqual([one.idempotency_key, other.idempotency_key]);
    expect(rows.map((row) => row.event_type)).toEqual(['AUDIT_READ', 'AUDIT_READ']);
  });

  test('brings every column through as it was given', async () => {
    const row = auditEvent({ metadata: { 'a "b" {c}, \\d': ['é', null, -1.5] }, userId: 'NULL', ip: null });
    await insertAuditEvents(bench.ctx.db, [row]);
    const [found] = await stored();
    expect(found).toMatchObject({ ...row, metadata: { 'a "b" {c}, \\d': ['é', null, -1.5] } });
    // To the millisecond: a cursor made of it leads back to the row.
    const [{ micros } = { micros: '' }] = (
      await sql<{ micros: string }>`select to_char(created_at, 'US') as micros from audit_events`.execute(
        bench.ctx.db,
      )
    ).rows;
    expect(micros).toMatch(/000$/);
  });

  test('by two writers with the same events in opposite orders neither fails nor doubles', async () => {
    const rows = Array.from({ length: 300 }, () => auditEvent());
    const twice = [rows, rows.toReversed()].flatMap((each) => [each, each]);
    await Promise.all(twice.map(async (each) => insertAuditEvents(bench.ctx.db, each)));
    expect(await stored()).toHaveLength(300);
  });
});

describe('events about a job that is erased', () => {
  test('come too late to bring personal data back, whether the erasure is over or under way', async () => {
    const job = await bench.submit(onePagePdf());
    const late = () => auditEvent({ jobId: job.id, userId: 'canary', ip: '203.0.113.77' });
    await insertAuditEvents(bench.ctx.db, [late()]);
    await requestDeletion(bench.user, job.id);
    const rival = bench.ctx.db.transaction().execute(async (tx) => {
      await insertAuditEvents(tx, [late()]);
      // The erasure now has to wait for this transaction, and must see its row.
      const erased = eraseJob(bench.ctx, job.id);
      await waitUntil(
        async () =>
          sql<{ n: number }>`select count(*)::int as n from pg_stat_activity
                              where wait_event_type = 'Lock' and datname = current_database()`.execute(
            bench.ctx.db,
          ),
        ({ rows }) => (rows[0]?.n ?? 0) > 0,
      );
      return { erased };
    });
    expect(await (await rival).erased).toEqual({ state: 'done' });
    await insertAuditEvents(bench.ctx.db, [late()]);
    const rows = (await stored()).filter((row) => row.job_id === job.id);
    expect(rows.filter((row) => row.event_type === 'AUDIT_READ')).toHaveLength(3);
    for (const row of rows) expect(row).toMatchObject({ user_id: null, ip_address: null, salt: null });
  });
});

describe('the batcher on the database', () => {
  test('waits for an outage to pass and loses nothing', async () => {
    const services = await open('host', { AUDIT_FLUSH_INTERVAL_MS: '50' });
    proxy.refuse();
    for (let n = 0; n < 120; n += 1) await noteEvent(services, { ...read, metadata: { n } });
    expect(services.trail.counts().waiting).toBe(120);
    proxy.pass();
    await waitUntil(stored, (rows) => rows.length === 120);
    expect((await stored()).map((row) => (row.metadata as { n: number }).n)).toEqual(
      Array.from({ length: 120 }, (_, n) => n),
    );
  });

  test('leaves out what PostgreSQL refuses to store and writes the rest', async () => {
    const services = await open('host');
    for (const traceId of ['a', 'b\u0000c', 'd']) await noteEvent(services, { ...read, traceId });
    await noteEvent(services, { ...read, traceId: 'e', metadata: { text: '\u0000' } });
    await services.trail.flush(30_000);
    expect((await stored()).map((row) => row.trace_id).toSorted()).toEqual(['a', 'd']);
    expect(services.trail.counts()).toEqual({ waiting: 0, refused: 0, dead: 2 });
  });

  test('is emptied when its process closes', async () => {
    const services = await open('host', { AUDIT_FLUSH_INTERVAL_MS: '60000' });
    for (let n = 0; n < 7; n += 1) await noteEvent(services, read);
    await services.close();
    expect(await stored()).toHaveLength(7);
  });

  test('writes nothing while FEATURES_T3_AUDIT is off, and neither does a state change', async () => {
    const services = await open('host', { FEATURES_T3_AUDIT: 'false' });
    expect(await noteEvent(services, read)).toBe(false);
    expect(services.trail.counts().waiting).toBe(0);
    const job = { id: read.traceId, tenant_id: 't', user_id: 'u', audit_salt: randomBytes(32) };
    await recordEvent(services.db, { ...bench.ctx, ...services }, { job, type: 'STARTED' });
    await services.trail.flush(1000);
    expect(await stored()).toEqual([]);
  });
});
