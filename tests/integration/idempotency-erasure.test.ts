import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { waitUntil } from '#bin/wait-until.ts';
import { createApiKey } from '#shared/auth/create-api-key.ts';
import { type Ctx, scopes } from '#shared/context.ts';
import { eraseJob } from '#shared/deletion/erase-job.ts';
import { keepWithoutEffect } from '#shared/idempotency/keep-without-effect.ts';
import { keyedRequest } from '#shared/idempotency/keyed-request.ts';
import type { CreatedJob } from '#shared/jobs/create-job.ts';
import { newTraceId } from '#shared/trace.ts';
import { eraseUser } from '#shared/user-erasure/erase-user.ts';
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

const keyOf = async (userId: string): Promise<string> =>
  createApiKey(system.services.db, { tenantId: 'tenant-a', userId, scopes, embedded: true });

/** Under one key for everything: it belongs to its address. */
async function post(credential: string, path: string, body?: object): Promise<Response> {
  const headers = { authorization: `Bearer ${credential}`, 'idempotency-key': 'one-for-all' };
  return system.fetch(path, {
    method: 'POST',
    headers,
    body: body === undefined ? null : JSON.stringify(body),
  });
}

const announce = async (credential: string, filename: string): Promise<Response> =>
  post(credential, '/api/jobs', { filename, bytes: 10, sha256: 'a'.repeat(64) });

async function countAnswers(jobId: string): Promise<number> {
  const { db } = system.services;
  return (await db.selectFrom('kept_answers').select('status').where('job_id', '=', jobId).execute()).length;
}

const coded = async (answer: Response): Promise<[number, unknown]> => [
  answer.status,
  ((await answer.json()) as { code?: string }).code,
];

test('from the deletion on the job itself answers whoever repeats a request, and nothing of its answers is left', async () => {
  const credential = await keyOf('owner');
  const { jobId } = (await (await announce(credential, 'canary-of-the-owner.pdf')).json()) as CreatedJob;
  await post(credential, `/api/jobs/${jobId}/cancel`);
  expect(await countAnswers(jobId)).toBe(2);
  const asked = await post(credential, `/api/jobs/${jobId}/delete`);
  expect(await countAnswers(jobId)).toBe(2);
  expect(await coded(await announce(credential, 'canary-of-the-owner.pdf'))).toEqual([410, 'deleted']);
  expect(await coded(await post(credential, `/api/jobs/${jobId}/cancel`))).toEqual([409, 'wrong-state']);
  const again = await post(credential, `/api/jobs/${jobId}/delete`);
  expect(await again.text()).toBe(await asked.text());

  expect(await eraseJob(sweep, jobId)).toEqual({ state: 'done' });
  expect(await searchDatabase(system.services.db, 'canary-of-the-owner')).toEqual([]);
  expect(await countAnswers(jobId)).toBe(0);
  expect(await coded(await post(credential, `/api/jobs/${jobId}/cancel`))).toEqual([410, 'deleted']);
  const after = await post(credential, `/api/jobs/${jobId}/delete`);
  expect([after.status, await after.json()]).toMatchObject([
    200,
    { status: 'COMPLETED', manifest: { userId: null } },
  ]);
  expect(await countAnswers(jobId)).toBe(0);
});

test('a request that was answered before its job was asked to be deleted, and is kept after it, is not kept', async () => {
  const credential = await keyOf('late');
  const { jobId } = (await (await announce(credential, 'late.pdf')).json()) as CreatedJob;
  const actor = { kind: 'user' as const, tenantId: 'tenant-a', userId: 'late', scopes, ip: null };
  const keyed = keyedRequest({ key: 'k', method: 'POST', pathname: '/api/x', body: '' }, async () => ({
    status: 200,
    body: '{}',
  }));
  await post(credential, `/api/jobs/${jobId}/delete`);
  await keepWithoutEffect(
    { ...system.services, actor, keyed, traceId: newTraceId() },
    { jobId, outcome: {} },
  );
  expect(await countAnswers(jobId)).toBe(2);
  await eraseJob(sweep, jobId);
  await keepWithoutEffect(
    { ...system.services, actor, keyed, traceId: newTraceId() },
    { jobId, outcome: {} },
  );
  expect(await countAnswers(jobId)).toBe(0);
});

test('an erased user is in no answer, neither in those to others nor to the user about jobs of others', async () => {
  const { db } = system.services;
  const [name, colleague] = ['jane.doe+kept@example.org', await keyOf('colleague')];
  const jane = await keyOf(name);
  const [one, two] = [await announce(colleague, 'one.pdf'), await announce(jane, 'two.pdf')];
  const { jobId } = (await one.json()) as CreatedJob;
  const { jobId: janes } = (await two.json()) as CreatedJob;
  await post(jane, `/api/jobs/${jobId}/cancel`);
  await post(jane, `/api/jobs/${jobId}/delete`);
  const told = await post(colleague, `/api/jobs/${jobId}/delete`);
  expect(await told.json()).toMatchObject({ manifest: { userId: name } });
  expect(await searchDatabase(db, name)).toContain('kept_answers');

  const { erasureId } = (await (await post(jane, '/api/users/me/erase')).json()) as UserErasureView;
  expect(await eraseJob(sweep, janes)).toEqual({ state: 'done' });
  expect(await eraseUser(sweep, erasureId)).toBe('open');
  // As if the keys had been revoked two minutes ago.
  await sql`
    update user_erasures set keys_revoked_at = keys_revoked_at - interval '2 minutes'`.execute(db);
  expect(
    await waitUntil(
      async () => eraseUser(sweep, erasureId),
      (state) => state !== 'open',
    ),
  ).toBe('done');
  expect(await searchDatabase(db, name)).toEqual([]);
  // The answer to the announcement names nobody, and stays until its job is gone.
  expect(await countAnswers(jobId)).toBe(1);
});
