import { sql } from 'kysely';
import { Migrator } from 'kysely/migration';
import { createPrivateKey, createPublicKey } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { beginChain, listChain, lockChain, takeGrownChains } from '#db/audit-chain.ts';
import { type Db, openDb } from '#db/client.ts';
import { insertAuditEvents } from '#db/insert-audit-events.ts';
import { migrate } from '#db/migrate.ts';
import { migrations } from '#db/migrations.ts';
import { getCheckpoint } from '#shared/audit/get-checkpoint.ts';
import { eventView } from '#shared/audit/event-view.ts';
import type { TrailPage } from '#shared/audit/list-events.ts';
import { listTrail } from '#shared/audit/list-trail.ts';
import { logCheckpoints } from '#shared/audit/log-checkpoints.ts';
import { recordEvent } from '#shared/audit/record-event.ts';
import { sealTenant, sealTrail } from '#shared/audit/seal-trail.ts';
import { verifyTrail } from '#shared/audit/verify-trail.ts';
import type { UserCtx } from '#shared/context.ts';
import { eraseJob } from '#shared/deletion/erase-job.ts';
import { requestDeletion } from '#shared/deletion/request-deletion.ts';
import { auditEvent } from '#tests/fixtures/audit-event.ts';
import vectors from '#tests/fixtures/audit-vectors.json' with { type: 'json' };
import { onePagePdf } from '#tests/fixtures/one-page-pdf.ts';
import { ndjson } from '#tests/fixtures/sealed-trail.ts';
import { freshDatabase } from '#tests/harness/fresh-database.ts';
import { startWorkerBench, type WorkerBench } from '#tests/harness/worker-bench.ts';

let bench: WorkerBench;
beforeAll(async () => {
  bench = await startWorkerBench();
});
afterAll(async () => bench.close());

async function auditor(tenantId: string): Promise<UserCtx> {
  const db = await bench.ctx.wall.dbOf(tenantId);
  return { ...bench.user, db, actor: { ...bench.user.actor, tenantId } };
}

async function write(tenantId: string, count: number): Promise<void> {
  const rows = Array.from({ length: count }, (_, n) => auditEvent({ tenantId, metadata: { zz: n, a: 'x' } }));
  await insertAuditEvents(bench.ctx.db, rows);
}

const exported = async (tenantId: string) =>
  (await listChain(bench.ctx.db, { tenantId, after: 0, limit: 100_000 })).map(eventView);

const verified = async (tenantId: string) =>
  verifyTrail(ndjson(await exported(tenantId)), [await getCheckpoint(await auditor(tenantId))]);

describe('the chain of a tenant', () => {
  test('takes every row once and without a gap, however many seal at once and while others write', async () => {
    const writers = Array.from({ length: 12 }, async () => write('rivals', 60));
    const sealers = Array.from({ length: 30 }, async () => sealTrail(bench.ctx));
    await Promise.all([...writers, ...sealers]);
    await sealTrail(bench.ctx);
    const rows = await exported('rivals');
    expect(rows.map((row) => row.seq)).toEqual(Array.from({ length: 720 }, (_, n) => n + 1));
    expect(await verified('rivals')).toMatchObject({ rows: 720, covered: 720, fault: null });
  });

  test('is one of many: tenants do not wait for each other, and each has its own', async () => {
    await write('busy', 3);
    await write('idle', 3);
    await beginChain(bench.ctx.db, 'busy');
    await bench.ctx.db.transaction().execute(async (tx) => {
      await lockChain(tx, 'busy');
      expect(await sealTenant(bench.ctx, 'busy')).toBe(0);
      expect(await sealTenant(bench.ctx, 'idle')).toBe(3);
    });
    expect(await sealTenant(bench.ctx, 'busy')).toBe(3);
    expect((await exported('idle')).map((row) => row.seq)).toEqual([1, 2, 3]);
  });

  test('seals long trails in batches of one transaction each', async () => {
    await write('long', 1234);
    expect(await sealTenant(bench.ctx, 'long')).toBe(1234);
    expect(await verified('long')).toMatchObject({ rows: 1234, fault: null });
  });

  test('is sealed as far as one go takes it, and further the next time: no call works without an end', async () => {
    await write('endless', 1200);
    expect(await sealTenant(bench.ctx, 'endless', 1000)).toBe(1000);
    expect(await sealTenant(bench.ctx, 'endless', 1000)).toBe(200);
    expect(await verified('endless')).toMatchObject({ rows: 1200, fault: null });
  });

  test('never slows who writes: a row is written while the head is held', async () => {
    await beginChain(bench.ctx.db, 'held');
    await bench.ctx.db.transaction().execute(async (tx) => {
      expect(await lockChain(tx, 'held')).toBeDefined();
      await write('held', 1);
      const job = { id: '0190c3a0-0000-7000-8000-000000000001', tenant_id: 'held', user_id: 'u' };
      const salted = { ...job, audit_salt: Buffer.alloc(32) };
      await recordEvent(bench.ctx.db, bench.ctx, { job: salted, type: 'STARTED' });
    });
    expect(await sealTenant(bench.ctx, 'held')).toBe(2);
  });

  test('goes around a row that is being erased, and takes it the next time', async () => {
    await write('erasing', 5);
    await bench.ctx.db.transaction().execute(async (tx) => {
      await sql`select 1 from audit_events where tenant_id = 'erasing' limit 1 for update`.execute(tx);
      expect(await sealTenant(bench.ctx, 'erasing')).toBe(4);
    });
    expect(await sealTenant(bench.ctx, 'erasing')).toBe(1);
    expect(await verified('erasing')).toMatchObject({ rows: 5, fault: null });
  });

  test('verifies after an erasure, whether rows were sealed before it or after', async () => {
    const job = await bench.submit(onePagePdf());
    await sealTrail(bench.ctx);
    await requestDeletion(bench.user, job.id);
    await eraseJob(bench.ctx, job.id);
    const rows = (await exportedAfterSealing('t')).filter((row) => row.jobId === job.id);
    expect(rows.map((row) => row.eventType)).toEqual([
      'CREATED',
      'ENQUEUED',
      'DELETION_REQUESTED',
      'DELETION_COMPLETED',
    ]);
    for (const row of rows) expect(row).toMatchObject({ userId: null, ipAddress: null, salt: null });
    expect(await verified('t')).toMatchObject({ erased: rows.length, fault: null });
  });

  test('does not hide what is changed in the database itself', async () => {
    await write('forged', 10);
    const checkpoint = await getCheckpoint(await auditor('forged'));
    const seventh = sql`tenant_id = 'forged' and seq = 7`;
    await sql`update audit_events set metadata = metadata || '{"a":"y"}' where ${seventh}`.execute(
      bench.ctx.db,
    );
    const verdict = await verifyTrail(ndjson(await exported('forged')), [checkpoint]);
    expect(verdict.fault).toMatchObject({ seq: 7 });
    await sql`delete from audit_events where ${seventh}`.execute(bench.ctx.db);
    expect((await verifyTrail(ndjson(await exported('forged')), [checkpoint])).fault).toMatchObject({
      seq: 7,
    });
  });

  test('rests while FEATURES_T3_AUDIT is off', async () => {
    await write('off', 1);
    const config = { ...bench.ctx.config, FEATURES_T3_AUDIT: false };
    expect(await sealTrail({ ...bench.ctx, config })).toBe(0);
    expect(await logCheckpoints({ ...bench.ctx, config })).toBe(0);
    await expect(getCheckpoint({ ...(await auditor('off')), config })).rejects.toMatchObject({
      code: 'not-found',
    });
  });
});

async function exportedAfterSealing(tenantId: string) {
  await sealTrail(bench.ctx);
  return exported(tenantId);
}

test('a page of the trail ends before it is more than a function may answer, and the next one goes on there', async () => {
  const rows = Array.from({ length: 1200 }, () =>
    auditEvent({ tenantId: 'bulky', metadata: { text: 'x'.repeat(5000) } }),
  );
  await insertAuditEvents(bench.ctx.db, rows);
  await sealTenant(bench.ctx, 'bulky');
  const places: (number | null)[] = [];
  for (let cursor: string | null = '0'; cursor !== null;) {
    const page: TrailPage = await listTrail(await auditor('bulky'), {
      format: 'ndjson',
      limit: 4000,
      cursor: Number(cursor),
    });
    expect(JSON.stringify(page).length).toBeLessThan(5_000_000);
    places.push(...page.events.map((event) => event.seq));
    cursor = page.nextCursor;
  }
  expect(places).toEqual(Array.from({ length: 1200 }, (_, n) => n + 1));
});

describe('checkpoints', () => {
  test('are signed with AUDIT_SIGNING_KEY where it is set', async () => {
    const config = { ...bench.ctx.config, AUDIT_SIGNING_KEY: vectors.signingKey };
    const { publicKey } = await getCheckpoint({ ...(await auditor('keyed')), config });
    expect(publicKey).toBe(vectors.checkpoint.publicKey);
  });

  test('are signed with one key of the database where it is not, whoever comes first', async () => {
    await sql`delete from signing_keys`.execute(bench.ctx.db);
    const all = await Promise.all(
      Array.from({ length: 8 }, async () => getCheckpoint(await auditor('unkeyed'))),
    );
    expect(new Set(all.map((each) => each.publicKey)).size).toBe(1);
    const { private_key: kept } = await bench.ctx.db
      .selectFrom('signing_keys')
      .select('private_key')
      .executeTakeFirstOrThrow();
    const key = createPrivateKey({ key: Buffer.from(kept, 'base64'), format: 'der', type: 'pkcs8' });
    const spki = createPublicKey(key).export({ format: 'der', type: 'spki' }).toString('base64');
    expect(all[0]?.publicKey).toBe(spki);
  });

  test('of an empty chain say so, and the trail that holds to them is empty', async () => {
    const checkpoint = await getCheckpoint(await auditor('nobody'));
    expect(checkpoint).toMatchObject({ seq: 0, hash: '0'.repeat(64) });
    expect(await verifyTrail([], [checkpoint])).toMatchObject({ rows: 0, fault: null });
  });

  test('that could not be signed go into the log the next time', async () => {
    await sealTrail(bench.ctx);
    while ((await logCheckpoints(bench.ctx)) > 0);
    await write('unsigned', 1);
    await sealTrail(bench.ctx);
    const config = { ...bench.ctx.config, AUDIT_SIGNING_KEY: 'no key' };
    await expect(logCheckpoints({ ...bench.ctx, config })).rejects.toMatchObject({
      code: expect.stringMatching(/^ERR_/) as string,
    });
    expect(await logCheckpoints(bench.ctx)).toBe(1);
  });

  test('go into the log once for each growth of a chain', async () => {
    await takeGrownChains(bench.ctx.db);
    await write('logged', 2);
    await sealTrail(bench.ctx);
    expect(await logCheckpoints(bench.ctx)).toBeGreaterThanOrEqual(1);
    expect(await logCheckpoints(bench.ctx)).toBe(0);
  });
});

test('events written before there was a chain get their commitment, and are sealed with the others', async () => {
  const older = await freshDatabase();
  const db: Db = openDb({ url: older.url, max: 2, connectTimeoutMs: 5000, onError: () => {} });
  const migrator = new Migrator({ db, provider: { getMigrations: async () => migrations } });
  await migrator.migrateTo('0007-triage');
  await sql`
    insert into audit_events (id, tenant_id, event_type, user_id, ip_address, trace_id, idempotency_key, occurred_at, created_at)
    select gen_random_uuid(), 't', 'CREATED', case when n % 3 > 0 then 'Zoë "' || n end, case when n % 2 > 0 then '203.0.113.9' end,
           'trace', sha256(n::text::bytea), '2026-01-01', '2026-01-01'
      from generate_series(1, 2100) n`.execute(db);
  await migrate(db);
  await sealTenant({ db }, 't');
  const rows = (await listChain(db, { tenantId: 't', after: 0, limit: 5000 })).map(eventView);
  const checkpoint = await getCheckpoint({ ...(await auditor('t')), db });
  const verdict = await verifyTrail(ndjson(rows), [checkpoint]);
  await db.destroy();
  await older.drop();
  expect(verdict).toEqual({ rows: 2100, erased: 0, covered: 2100, fault: null });
});
