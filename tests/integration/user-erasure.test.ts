import { sql } from 'kysely';
import { v7 as uuidv7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { insertAuditEvent } from '#db/audit.ts';
import { isQuiet, revokeKeys } from '#db/forget-user.ts';
import { checkInvariants } from '#db/invariants.ts';
import { newAuditRow } from '#shared/audit/new-audit-row.ts';
import { sealTrail } from '#shared/audit/seal-trail.ts';
import { verifyTrail } from '#shared/audit/verify-trail.ts';
import { insertUserErasure } from '#db/user-erasures.ts';
import { checkpointForm } from '#shared/audit/checkpoint.ts';
import { createApiKey } from '#shared/auth/create-api-key.ts';
import type { Ctx, Scope } from '#shared/context.ts';
import { eraseJob } from '#shared/deletion/erase-job.ts';
import type { CreatedJob } from '#shared/jobs/create-job.ts';
import { newTraceId } from '#shared/trace.ts';
import { eraseUser } from '#shared/user-erasure/erase-user.ts';
import { sweepUserErasures } from '#shared/user-erasure/sweep-user-erasures.ts';
import type { UserErasureView } from '#shared/user-erasure/user-erasure-view.ts';
import { searchDatabase } from '#tests/harness/search-database.ts';
import { startTestSystem, type TestSystem } from '#tests/harness/test-system.ts';

let system: TestSystem;
let sweep: Ctx;
beforeAll(async () => {
  system = await startTestSystem({ AUDIT_FLUSH_INTERVAL_MS: '50' }, { withWorker: false });
  sweep = { ...system.services, actor: { kind: 'system', name: 'sweep' }, traceId: newTraceId() };
});
afterAll(async () => system.close());

/** A method, or the body of a POST. */
type How = string | object;

const everything: Scope[] = ['jobs:read', 'jobs:write', 'audit:read', 'erase'];
const keyOf = async (userId: string, scopes: Scope[] = everything, tenantId = 'tenant-a'): Promise<string> =>
  createApiKey(system.services.db, { tenantId, userId, scopes, embedded: true });
const call = async (key: string, path: string, how: How = 'GET'): Promise<Response> =>
  system.fetch(path, {
    ...(typeof how === 'string' ? { method: how } : { method: 'POST', body: JSON.stringify(how) }),
    headers: { authorization: `Bearer ${key}` },
  });
const announce = async (key: string): Promise<Response> =>
  call(key, '/api/jobs', { filename: 'a.pdf', bytes: 10, sha256: 'a'.repeat(64) });
const newJob = async (key: string): Promise<string> =>
  ((await (await announce(key)).json()) as CreatedJob).jobId;
const erase = async (key: string, who: string): Promise<Response> =>
  call(key, `/api/users/${encodeURIComponent(who)}/erase`, 'POST');
const view = async (answer: Response): Promise<UserErasureView> => (await answer.json()) as UserErasureView;

/** A page that was read, with its charge: 12 cents. */
async function charge(jobId: string, userId: string): Promise<void> {
  const { db } = system.services;
  await sql`
    insert into pages (job_id, page_no, tenant_id, run, status, source, model, read_ms)
    values (${jobId}, 1, 'tenant-a', 1, 'DONE', 'ocr', '{}', 1)`.execute(db);
  await sql`
    insert into page_charges (job_id, page_no, tenant_id, user_id, run, kind, provider, rate_cents, cost_cents)
    values (${jobId}, 1, 'tenant-a', ${userId}, 1, 'ocr', 'null', 12, 12)`.execute(db);
  await sql`update jobs set spent_cents = 12, pages_done = 1 where id = ${jobId}`.execute(db);
}

async function eraseJobsOf(userId: string): Promise<void> {
  const { db } = system.services;
  const jobs = await db
    .selectFrom('jobs')
    .select('id')
    .where('user_id', '=', userId)
    .where('legal_hold', '=', false)
    .execute();
  for (const { id } of jobs) expect(await eraseJob(sweep, id)).toEqual({ state: 'done' });
}

/** As if the keys had been revoked two minutes ago. */
const passQuiet = async (): Promise<void> => {
  await sql`
    update user_erasures set keys_revoked_at = keys_revoked_at - interval '2 minutes'`.execute(
    system.services.db,
  );
};

async function finish(erasureId: string, userId: string): Promise<void> {
  await eraseJobsOf(userId);
  await system.services.trail.flush(30_000);
  expect(await eraseUser(sweep, erasureId)).toBe('open');
  await passQuiet();
  await expect.poll(async () => eraseUser(sweep, erasureId), { timeout: 20_000 }).toBe('done');
}

const eventsOf = async (erasureId: string) =>
  system.services.db
    .selectFrom('audit_events')
    .select(['event_type', 'user_id', 'metadata'])
    .where(sql<boolean>`metadata ->> 'erasureId' = ${erasureId}`)
    .orderBy('created_at')
    .execute();

const spentIn = async (tenant: string): Promise<number> => {
  const { rows } = await sql<{ cents: number }>`
    select (coalesce((select sum(spent_cents) from user_costs where tenant_id = ${tenant}), 0)
      + coalesce((select sum(cents) from erased_costs where tenant_id = ${tenant}), 0))::float8 as cents`.execute(
    system.services.db,
  );
  return rows[0]?.cents ?? 0;
};

describe('a user who asks to be erased', () => {
  const name = 'jane.doe+erase@example.org';

  test('is gone from every table, while sums, other users and the chain stay', async () => {
    const { db } = system.services;
    const key = await keyOf(name, [...everything, 'admin']);
    const other = await keyOf('colleague');
    const jobs = [await newJob(key), await newJob(key)];
    const othersJob = await newJob(other);
    for (const jobId of jobs) await charge(jobId, name);
    // Acts as admin in a job of somebody else, orders a file of it and asks for the deletion of another one.
    await call(key, `/api/jobs/${othersJob}/legal-hold`, 'PUT');
    await call(key, `/api/jobs/${othersJob}/legal-hold`, 'DELETE');
    await sql`
      insert into exports (id, job_id, tenant_id, user_id, run, format, status, schedule_ids)
      values (gen_random_uuid(), ${othersJob}, 'tenant-a', ${name}, 1, 'xlsx', 'QUEUED', '{}')`.execute(db);
    const going = await newJob(other);
    expect((await call(key, `/api/jobs/${going}/delete`, 'POST')).status).toBe(202);
    await sql`
      insert into cost_adjustments (id, tenant_id, user_id, invariant, found_cents, expected_cents, repaired)
      values (gen_random_uuid(), 'tenant-a', ${name}, 'user-spent', 1, 2, true)`.execute(db);
    await call(key, '/api/audit');
    const [keyId = ''] = key.split('_').slice(1);
    expect((await call(`ll_${keyId}_${'0'.repeat(64)}`, '/api/jobs')).status).toBe(401);
    await system.services.trail.flush(30_000);
    const before = await spentIn('tenant-a');
    expect((await searchDatabase(db, name)).toSorted()).toEqual([
      'api_keys',
      'audit_events',
      'cost_adjustments',
      'deletion_manifests',
      'exports',
      'jobs',
      'page_charges',
      'user_costs',
    ]);

    const answer = await erase(key, 'me');
    expect(answer.status).toBe(202);
    const first = await view(answer);
    expect(first).toMatchObject({
      userId: name,
      status: 'DELETING',
      jobs: { left: 2, marked: 2 },
      heldJobIds: [],
    });
    // Again, and by the own name: the same.
    expect(await view(await erase(key, name))).toEqual(first);
    expect(await view(await call(key, '/api/users/me/erasure'))).toEqual(first);
    const refused = await announce(key);
    expect([refused.status, await refused.json()]).toMatchObject([409, { code: 'user-erasing' }]);

    await finish(first.erasureId, name);
    expect(await searchDatabase(db, name)).toEqual([]);
    expect((await call(key, '/api/users/me/erasure')).status).toBe(401);
    expect(await spentIn('tenant-a')).toBe(before);
    expect(await db.selectFrom('erased_costs').selectAll().execute()).toEqual([
      { tenant_id: 'tenant-a', cents: '24', pages: 2, jobs: 0 },
    ]);
    expect((await checkInvariants(db)).filter(({ violations }) => violations > 0)).toEqual([]);
    expect(await eventsOf(first.erasureId)).toEqual([
      {
        event_type: 'USER_ERASURE_REQUESTED',
        user_id: null,
        metadata: { erasureId: first.erasureId, heldJobs: 0 },
      },
      {
        event_type: 'USER_ERASURE_COMPLETED',
        user_id: null,
        metadata: { erasureId: first.erasureId, jobs: 2, keys: 1 },
      },
    ]);
    // The deletion that the user had asked for goes on without a name; the colleague is still named.
    expect(await eraseJob(sweep, going)).toEqual({ state: 'done' });
    expect(await searchDatabase(db, 'colleague')).toContain('audit_events');
    const { rows: refusals } = await sql`
      select from audit_events where event_type = 'AUTH_FAILED' and metadata ->> 'keyId' = ${keyId}
         and (ip_address is not null or salt is not null)`.execute(db);
    expect(refusals).toEqual([]);
  });

  test('leaves a trail that still verifies', async () => {
    await sealTrail(system.services);
    const auditor = await keyOf('auditor');
    const checkpoint = checkpointForm.parse(await (await call(auditor, '/api/audit/checkpoint')).json());
    const trail = await (await call(auditor, '/api/audit?format=ndjson&limit=4000')).text();
    const verdict = await verifyTrail(trail.split('\n'), [checkpoint]);
    expect(verdict).toMatchObject({ fault: null });
    expect(verdict.erased).toBeGreaterThan(5);
  });

  test('is not brought back by an event that comes late', async () => {
    const { db, trail } = system.services;
    const key = await keyOf('late');
    const { erasureId } = await view(await erase(key, 'me'));
    const facts = {
      tenantId: 'tenant-a',
      jobId: null,
      jobSalt: null,
      ip: '203.0.113.7',
      traceId: 't',
      metadata: {},
    };
    const held = newAuditRow({ ...facts, userId: 'late', type: 'AUDIT_READ' });
    const refusal = newAuditRow({
      ...facts,
      userId: null,
      type: 'AUTH_FAILED',
      metadata: { reason: 'secret', keyId: key.split('_')[1] },
    });
    await finish(erasureId, 'late');
    await trail.add(held);
    await trail.add(refusal);
    await trail.flush(30_000);
    await insertAuditEvent(db, newAuditRow({ ...facts, userId: 'late', type: 'ACCESS_REFUSED' }));
    expect(await searchDatabase(db, '"late"')).toEqual([]);
    expect(await searchDatabase(db, '203.0.113.7')).toEqual([]);
    // Somebody else's event of that moment keeps its name.
    await insertAuditEvent(db, newAuditRow({ ...facts, userId: 'colleague', type: 'ACCESS_REFUSED' }));
    expect(await searchDatabase(db, '203.0.113.7')).toEqual(['audit_events']);
  });

  test('takes no name from whoever has no key but a token, and has cost nothing', async () => {
    const { db, trail } = system.services;
    const read = () =>
      newAuditRow({
        tenantId: 'tenant-a',
        jobId: null,
        jobSalt: null,
        userId: 'bearer',
        ip: '203.0.113.8',
        traceId: newTraceId(),
        type: 'AUDIT_READ',
        metadata: {},
      });
    // Those of the tests before are long over.
    await sql`update user_erasures set completed_at = completed_at - interval '1 hour'`.execute(db);
    await insertAuditEvent(db, read());
    const { erasureId } = await view(await erase(await keyOf('leaver'), 'me'));
    await finish(erasureId, 'leaver');
    await insertAuditEvent(db, read());
    await trail.add(read());
    await trail.flush(30_000);
    const { rows } = await sql`
      select from audit_events where user_id = 'bearer' and ip_address = '203.0.113.8' and salt is not null`.execute(
      db,
    );
    expect(rows).toHaveLength(3);
  });
});

describe('whom one may erase', () => {
  test('oneself with erase, another user of the tenant with admin', async () => {
    const victim = await keyOf('victim');
    await charge(await newJob(victim), 'victim');
    const before = await spentIn('tenant-a');
    const plain = await keyOf('plain');
    expect((await erase(plain, 'victim')).status).toBe(403);
    expect((await call(plain, '/api/users/victim/erasure')).status).toBe(403);
    // Without a word on whether there is such a user.
    expect((await erase(plain, 'nobody at all')).status).toBe(403);
    expect((await erase(await keyOf('reader', ['jobs:read']), 'me')).status).toBe(403);
    const admin = await keyOf('boss', ['erase', 'admin']);
    expect((await call(admin, '/api/users/victim/erasure')).status).toBe(404);
    const { erasureId } = await view(await erase(admin, 'victim'));
    expect((await call(admin, '/api/users/victim/erasure')).status).toBe(200);
    expect((await eventsOf(erasureId))[0]).toMatchObject({ user_id: 'boss' });
    await finish(erasureId, 'victim');
    expect(await spentIn('tenant-a')).toBe(before);
    expect((await call(admin, '/api/users/victim/erasure')).status).toBe(404);
    expect((await erase(admin, 'victim')).status).toBe(404);
  });

  test('a user of another tenant, an unknown one and an erased one are answered alike', async () => {
    const admin = await keyOf('boss', ['erase', 'admin']);
    await newJob(await keyOf('elsewhere', everything, 'tenant-b'));
    const said = async (who: string): Promise<string> => {
      const answers = [
        await erase(admin, who),
        await call(admin, `/api/users/${encodeURIComponent(who)}/erasure`),
      ];
      const texts = await Promise.all(answers.map(async (each) => each.text()));
      return texts
        .join()
        .replaceAll(encodeURIComponent(who), 'WHO')
        .replace(/"traceId":"[^"]+"/g, '');
    };
    const unknown = await said('no such user');
    expect(unknown).toContain('There is no such user.');
    expect(await said('elsewhere')).toBe(unknown);
    expect(await said('victim')).toBe(unknown);
    for (const odd of ['%00', '%ff', 'a%00b', '%20'])
      expect((await call(admin, `/api/users/${odd}/erase`, 'POST')).status).toBe(404);
  });

  test('refuses a body with anything in it, and other methods', async () => {
    const key = await keyOf('plain');
    expect((await call(key, '/api/users/me/erase', { userId: 'victim' })).status).toBe(400);
    expect((await call(key, '/api/users/me/erase', 'GET')).status).toBe(405);
    expect((await call(key, '/v1/users/me/erasure')).status).toBe(404);
  });
});

describe('a job under a legal hold', () => {
  test('is left, named and told of once, and the erasure goes on when the hold is lifted', async () => {
    const { db } = system.services;
    const key = await keyOf('holder');
    const admin = await keyOf('boss', ['erase', 'admin', 'jobs:read']);
    const [held, free] = [await newJob(key), await newJob(key)];
    await call(admin, `/api/jobs/${held}/legal-hold`, 'PUT');
    const first = await view(await erase(key, 'me'));
    expect(first).toMatchObject({ jobs: { left: 2, marked: 1 }, heldJobIds: [held] });
    await erase(key, 'me');
    await eraseJob(sweep, free);
    expect(await eraseUser(sweep, first.erasureId)).toBe('held');
    const refusals = await db
      .selectFrom('audit_events')
      .select('metadata')
      .where('job_id', '=', held)
      .where('event_type', '=', 'DELETION_REFUSED')
      .execute();
    expect(refusals).toEqual([{ metadata: { reason: 'legal-hold' } }]);
    await call(admin, `/api/jobs/${held}/legal-hold`, 'DELETE');
    await sql`update user_erasures set next_attempt_at = now()`.execute(db);
    expect(await sweepUserErasures(sweep)).toEqual({ usersErased: 0 });
    await finish(first.erasureId, 'holder');
    expect(await searchDatabase(db, '"holder"')).toEqual([]);
  });
});

test('asked for by several at once, it is one erasure', async () => {
  const key = await keyOf('hasty');
  await newJob(key);
  const answers = await Promise.all([1, 2, 3, 4].map(async () => view(await erase(key, 'me'))));
  expect(new Set(answers.map(({ erasureId }) => erasureId)).size).toBe(1);
});

test('a job that slips in while it is asked for is caught', async () => {
  const { db } = system.services;
  const key = await keyOf('slippery');
  const { erasureId } = await view(await erase(key, 'me'));
  const late = await newJob(await keyOf('other'));
  await sql`update jobs set user_id = 'slippery' where id = ${late}`.execute(db);
  expect(await eraseUser(sweep, erasureId)).toBe('open');
  expect(
    await db.selectFrom('deletion_manifests').select('user_id').where('job_id', '=', late).execute(),
  ).toEqual([{ user_id: null }]);
});

test('nothing is forgotten while a transaction is open that may have begun before the keys were revoked', async () => {
  const { db } = system.services;
  const id = uuidv7();
  await insertUserErasure(db, {
    id,
    tenant_id: 'tenant-a',
    user_id: 'q',
    status: 'PENDING',
    witnesses: '{}',
  });
  await db.transaction().execute(async (older) => {
    await sql`select 1`.execute(older);
    await db.transaction().execute(async (tx) => revokeKeys(tx, id, { tenantId: 'tenant-a', userId: 'q' }));
    expect(await isQuiet(db, id, 0)).toBe(false);
  });
  // One that has begun since does not hold it up.
  await db.transaction().execute(async (younger) => {
    await sql`select 1`.execute(younger);
    expect(await isQuiet(db, id, 0)).toBe(true);
  });
  expect(await isQuiet(db, id, 60)).toBe(false);
});
