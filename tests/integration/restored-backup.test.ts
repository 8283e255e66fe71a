import { sql } from 'kysely';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { findManifest } from '#db/deletions.ts';
import { checkInvariants } from '#db/invariants.ts';
import { findJob } from '#db/jobs.ts';
import { signCheckpoint } from '#shared/audit/checkpoint.ts';
import { eventView } from '#shared/audit/event-view.ts';
import { sealTrail } from '#shared/audit/seal-trail.ts';
import { signingKey } from '#shared/audit/signing-key.ts';
import { verifyTrail } from '#shared/audit/verify-trail.ts';
import { createApiKey } from '#shared/auth/create-api-key.ts';
import { loadConfig } from '#shared/config.ts';
import type { Ctx, Services } from '#shared/context.ts';
import { eraseJob } from '#shared/deletion/erase-job.ts';
import { manifestView } from '#shared/deletion/manifest-view.ts';
import { verifyCertificate } from '#shared/deletion/verify-certificate.ts';
import type { CreatedJob } from '#shared/jobs/create-job.ts';
import { type OpenServices, openServices } from '#shared/open-services.ts';
import { jobPrefix } from '#shared/store/keys.ts';
import { newTraceId } from '#shared/trace.ts';
import { eraseUser } from '#shared/user-erasure/erase-user.ts';
import { type Backup, backupMethods } from '#tests/harness/backups.ts';
import { runCommand } from '#tests/harness/run-command.ts';
import { searchDatabase } from '#tests/harness/search-database.ts';
import { startTestSystem, type TestSystem } from '#tests/harness/test-system.ts';

/** A method, or the body of a POST. */
type How = string | object;

const ctxOf = (services: Services): Ctx => ({
  ...services,
  actor: { kind: 'system', name: 'sweep' },
  traceId: newTraceId(),
});

describe.each(await backupMethods())('a backup by $name from before the erasures', (method) => {
  let system: TestSystem;
  let backup: Backup;
  let restored: OpenServices;
  let keys: { jane: string; bob: string };
  let ids: Record<'held' | 'bobs' | 'kept' | 'earlier' | 'later', string>;
  let first: { deletionId: string };

  beforeEach(async () => {
    system = await startTestSystem({}, { withWorker: false });
    await happen();
    restored = await openRestored();
  }, 180_000);
  afterEach(async () => {
    await restored.close();
    await backup.drop();
    await system.close();
  });

  /** What was before the backup, and the erasures that came after it. */
  async function happen(): Promise<void> {
    const { services } = system;
    keys = { jane: await keyOf('jane doe', services), bob: await keyOf('bob', services) };
    ids = {
      held: await announce(keys.jane),
      bobs: await announce(keys.bob),
      kept: await announce(keys.bob),
      earlier: await announce(keys.bob),
      later: '',
    };
    await erase(ids.earlier);
    expect((await call(keys.bob, `/api/jobs/${ids.held}/legal-hold`, 'PUT')).status).toBe(200);
    await call(keys.jane, '/api/audit');
    await services.trail.flush(30_000);
    await sealTrail(services);
    backup = await method.take(system.environment['DATABASE_URL'] ?? '');

    ids.later = await announce(keys.bob);
    await erase(ids.later);
    await erase(ids.bobs);
    first = manifestView(await manifestOf(services, ids.bobs));
    await call(keys.bob, `/api/jobs/${ids.held}/legal-hold`, 'DELETE');
    const { erasureId } = (await (await call(keys.jane, '/api/users/me/erase', 'POST')).json()) as {
      erasureId: string;
    };
    await eraseJob(ctxOf(services), ids.held);
    await endUserErasure(services, erasureId);
    expect(await searchDatabase(services.db, 'jane doe')).toEqual([]);
  }

  const keyOf = async (userId: string, { db }: Services): Promise<string> =>
    createApiKey(db, {
      tenantId: 'tenant-a',
      userId,
      scopes: ['jobs:read', 'jobs:write', 'audit:read', 'erase', 'admin'],
      embedded: true,
    });
  const call = async (key: string, path: string, how: How = 'GET'): Promise<Response> =>
    system.fetch(path, {
      ...(typeof how === 'string' ? { method: how } : { method: 'POST', body: JSON.stringify(how) }),
      headers: { authorization: `Bearer ${key}` },
    });
  async function announce(key: string): Promise<string> {
    const announced = { filename: 'a.pdf', bytes: 10, sha256: 'a'.repeat(64) };
    const job = (await (await call(key, '/api/jobs', announced)).json()) as CreatedJob;
    const put = { method: 'PUT', headers: job.upload.headers, body: '%PDF-1.7 x' };
    expect((await fetch(job.upload.url, put)).status).toBe(200);
    return job.jobId;
  }
  async function erase(jobId: string): Promise<void> {
    expect((await call(keys.bob, `/api/jobs/${jobId}/delete`, 'POST')).status).toBe(202);
    expect(await eraseJob(ctxOf(system.services), jobId)).toEqual({ state: 'done' });
  }
  async function endUserErasure(services: Services, id: string): Promise<void> {
    await services.trail.flush(30_000);
    await eraseUser(ctxOf(services), id);
    await sql`update user_erasures set keys_revoked_at = keys_revoked_at - interval '2 minutes'`.execute(
      services.db,
    );
    await expect.poll(async () => eraseUser(ctxOf(services), id), { timeout: 20_000 }).toBe('done');
  }
  async function openRestored(): Promise<OpenServices> {
    const environment = { ...system.environment, DATABASE_URL: await backup.restore() };
    return openServices(loadConfig({ environment }), 'host');
  }
  const settings = (): Record<string, string> => ({
    ...system.environment,
    DATABASE_URL: restored.config.DATABASE_URL ?? '',
  });
  const manifestOf = async ({ db }: Services, jobId: string) => {
    const manifest = await findManifest(db, jobId);
    if (manifest === undefined) throw new Error('there is no manifest');
    return manifest;
  };
  const comeBack = async (jobId: string): Promise<void> =>
    system.services.store.put(
      `${jobPrefix('tenant-a', jobId)}incoming/1/source.pdf`,
      Buffer.from('%PDF-1.7 x'),
      'application/pdf',
    );
  const stored = async (): Promise<string[]> => {
    const found: string[] = [];
    for await (const { key } of system.services.store.list('jobs/')) found.push(key.split('/')[2] ?? '');
    return found;
  };
  const blocked = async (): Promise<object[]> => {
    const rows = await restored.db
      .selectFrom('audit_events')
      .select(['job_id', 'user_id', 'metadata'])
      .where('event_type', '=', 'RESURRECTION_BLOCKED')
      .execute();
    return rows.map(({ job_id: jobId, user_id: user, metadata }) => ({ jobId, user, ...metadata }));
  };

  /** What must be true when the tombstones were replayed, from wherever they came. */
  async function expectErased(): Promise<void> {
    const { db } = restored;
    expect(await findJob(db, ids.held)).toBeUndefined();
    expect(await findJob(db, ids.bobs)).toBeUndefined();
    expect(await findJob(db, ids.kept)).toMatchObject({ status: 'AWAITING_UPLOAD', user_id: 'bob' });
    // The very deletions of before, certified anew.
    const again = manifestView(await manifestOf(restored, ids.bobs));
    expect(again.deletionId).toBe(first.deletionId);
    expect(verifyCertificate(again)).toMatchObject({ fault: null, ofManifest: true });
    expect((await manifestOf(restored, ids.later)).status).toBe('COMPLETED');
    expect(await stored()).toEqual([ids.kept]);

    const erasure = await db.selectFrom('user_erasures').selectAll().executeTakeFirstOrThrow();
    expect(erasure).toMatchObject({ user_id: 'jane doe', status: 'DELETING' });
    await endUserErasure(restored, erasure.id);
    expect(await searchDatabase(db, 'jane doe')).toEqual([]);
    expect(await searchDatabase(db, 'bob')).toContain('jobs');
    expect((await checkInvariants(db)).filter(({ violations }) => violations > 0)).toEqual([]);

    const restore = { user: null, attempt: 'restore' };
    const told = await blocked();
    expect(told).toHaveLength(4);
    expect(told).toEqual(
      expect.arrayContaining([
        { jobId: ids.held, ...restore, objects: 0 },
        { jobId: ids.bobs, ...restore, objects: 0 },
        { jobId: ids.later, ...restore, objects: 1 },
        { jobId: null, ...restore, erasureId: erasure.id },
      ]),
    );
    await expectChain();
  }

  async function expectChain(): Promise<void> {
    await sealTrail(restored);
    const { db } = restored;
    const rows = await db
      .selectFrom('audit_events')
      .selectAll()
      .where('tenant_id', '=', 'tenant-a')
      .orderBy('seq')
      .execute();
    const head = await db
      .selectFrom('audit_chains')
      .selectAll()
      .where('tenant_id', '=', 'tenant-a')
      .executeTakeFirstOrThrow();
    const signed = { tenantId: 'tenant-a', seq: Number(head.seq), hash: head.hash };
    const lines = rows.map((row) => JSON.stringify(eventView(row)));
    const verdict = await verifyTrail(lines, [signCheckpoint(signed, await signingKey(restored))]);
    expect(verdict).toMatchObject({ fault: null, rows: rows.length });
  }

  async function exported(): Promise<string> {
    const { code, printed } = await runCommand(['export-tombstones'], system.environment);
    expect(code).toBe(0);
    for (const name of ['jane', 'bob', 'a.pdf', '127.0.0.1']) expect(printed).not.toContain(name);
    expect(printed.trim().split('\n')).toHaveLength(5);
    const file = join(system.folder, 'tombstones.ndjson');
    await writeFile(file, printed);
    return file;
  }

  test('brings everything back, and by exported tombstones it is erased again, once', async () => {
    expect((await searchDatabase(restored.db, 'jane doe')).length).toBeGreaterThan(3);
    expect(await findJob(restored.db, ids.held)).toMatchObject({ legal_hold: true });
    const file = await exported();
    await comeBack(ids.bobs);
    await comeBack(ids.later);
    const replay = await runCommand(['replay-tombstones', '--from', file], settings());
    expect(replay).toMatchObject({ code: 0 });
    expect(replay.printed).toContain('3 had come back and are erased again');
    await expectErased();
    // Again: nothing has come back since.
    const again = await runCommand(['replay-tombstones', '--from', file], settings());
    expect(again.code).toBe(0);
    expect(again.printed).not.toContain('had come back');
    expect(await blocked()).toHaveLength(4);
  }, 180_000);

  test('is held to the tombstones of the database that it replaces', async () => {
    await comeBack(ids.later);
    const other = system.environment['DATABASE_URL'] ?? '';
    const replay = await runCommand(['replay-tombstones', '--from-database', other], settings());
    expect(replay).toMatchObject({ code: 0 });
    await expectErased();
  }, 180_000);

  test('a job that comes back into a database with its tombstone is erased again without any other source', async () => {
    const { db } = system.services;
    const row = await sql<{ job: object }>`
      select to_jsonb(j) as job from jobs j where id = ${ids.bobs}`.execute(restored.db);
    await sql`
      insert into jobs select (jsonb_populate_record(null::jobs, ${JSON.stringify(row.rows[0]?.job)}::jsonb)).*`.execute(
      db,
    );
    const replay = await runCommand(['replay-tombstones'], system.environment);
    expect(replay).toMatchObject({ code: 0 });
    expect(replay.printed).toContain('1 had come back and are erased again');
    expect(await findJob(db, ids.bobs)).toBeUndefined();
    expect(verifyCertificate(manifestView(await manifestOf(system.services, ids.bobs))).fault).toBeNull();
  }, 180_000);

  test('a file that is no tombstones is refused before anything is done', async () => {
    const file = join(system.folder, 'wrong.ndjson');
    await writeFile(file, '{"version":1,"kind":"job"}\n');
    const replay = await runCommand(['replay-tombstones', '--from', file], settings());
    expect(replay).toMatchObject({ code: 1 });
    expect(replay.said).toContain('line 1 is no tombstone');
    expect(await findJob(restored.db, ids.bobs)).toBeDefined();
    expect(await runCommand(['replay-tombstones', 'x'], settings())).toMatchObject({ code: 64 });
  }, 180_000);
});
