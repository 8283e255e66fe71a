import { sql } from 'kysely';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { fingerprint } from '#shared/audit/signature.ts';
import type { Ctx, Scope } from '#shared/context.ts';
import { eraseJob } from '#shared/deletion/erase-job.ts';
import type { ManifestView } from '#shared/deletion/manifest-view.ts';
import { verifyCertificate } from '#shared/deletion/verify-certificate.ts';
import type { CreatedJob } from '#shared/jobs/create-job.ts';
import { newTraceId } from '#shared/trace.ts';
import { runCommand } from '#tests/harness/run-command.ts';
import { startTestSystem, type TestSystem } from '#tests/harness/test-system.ts';

let system: TestSystem;
let worker: Ctx;
beforeAll(async () => {
  system = await startTestSystem({}, { withWorker: false });
  worker = { ...system.services, actor: { kind: 'system', name: 'worker' }, traceId: newTraceId() };
});
afterAll(async () => system.close());

async function announce(): Promise<string> {
  const body = JSON.stringify({ filename: 'Jane Doe.pdf', bytes: 10, sha256: 'a'.repeat(64) });
  const job = (await (await system.fetch('/api/jobs', { method: 'POST', body })).json()) as CreatedJob;
  const put = { method: 'PUT', headers: job.upload.headers, body: '%PDF-1.7 x' };
  expect((await fetch(job.upload.url, put)).status).toBe(200);
  return job.jobId;
}

const deletion = async (jobId: string, key = system.key): Promise<Response> =>
  system.fetch(`/api/jobs/${jobId}/deletion`, { headers: { authorization: `Bearer ${key}` } });
const viewOf = async (jobId: string): Promise<ManifestView> =>
  (await (await deletion(jobId)).json()) as ManifestView;
const ask = async (jobId: string, key = system.key): Promise<Response> =>
  system.fetch(`/api/jobs/${jobId}/delete`, {
    method: 'DELETE',
    headers: { authorization: `Bearer ${key}` },
  });

async function erased(): Promise<string> {
  const jobId = await announce();
  expect((await ask(jobId)).status).toBe(202);
  expect(await eraseJob(worker, jobId)).toEqual({ state: 'done' });
  return jobId;
}

describe('GET /api/jobs/:id/deletion', () => {
  test('shows how far it is and by when it is due, then the certificate', async () => {
    const jobId = await announce();
    expect((await deletion(jobId)).status).toBe(404);
    await ask(jobId);
    const pending = await viewOf(jobId);
    expect(pending).toMatchObject({ status: 'PENDING', certificate: null, userId: 'user-of-tenant-a' });
    expect(Date.parse(pending.dueAt) - Date.parse(pending.requestedAt)).toBe(30 * 24 * 3600 * 1000);
    await eraseJob(worker, jobId);
    const done = await viewOf(jobId);
    expect(done).toMatchObject({ status: 'COMPLETED', userId: null, certificate: { objects: 1, rows: 1 } });
    expect(verifyCertificate(done)).toMatchObject({ fault: null, ofManifest: true });
  });

  test('answers a stranger the same for a foreign job and an unknown one, before and after', async () => {
    const stranger = await system.newKey('tenant-b');
    const said = async (jobId: string): Promise<string> =>
      (await (await deletion(jobId, stranger)).text())
        .replaceAll(jobId, 'ID')
        .replace(/"traceId":"[^"]+"/, '');
    const unknown = await said('0190c3a0-0000-7000-8000-00000000dead');
    expect(unknown).toContain('not-found');
    const jobId = await announce();
    expect(await said(jobId)).toBe(unknown);
    await ask(jobId);
    expect(await said(jobId)).toBe(unknown);
    await eraseJob(worker, jobId);
    expect(await said(jobId)).toBe(unknown);
    expect(await said('..%2f')).toContain('not-found');
  });

  test('and the deletion itself are the owner’s, or for admin', async () => {
    const key = async (...scopes: Scope[]): Promise<string> => system.newKey('tenant-a', scopes);
    const jobId = await announce();
    await sql`update jobs set user_id = 'somebody else' where id = ${jobId}`.execute(system.services.db);
    const plain = await key('erase');
    expect((await ask(jobId, plain)).status).toBe(403);
    expect((await ask(jobId, await key('erase', 'admin'))).status).toBe(202);
    expect((await deletion(jobId, plain)).status).toBe(403);
    expect((await deletion(jobId, await key('erase', 'admin'))).status).toBe(200);
    await eraseJob(worker, jobId);
    // Nobody knows any more whose it was; its certificate names nobody.
    expect((await deletion(jobId, plain)).status).toBe(200);
  });
});

describe('the certificate', () => {
  test('comes with the 200 that a further DELETE is answered', async () => {
    const jobId = await erased();
    const again = await ask(jobId);
    expect(again.status).toBe(200);
    const { manifest } = (await again.json()) as { manifest: ManifestView };
    expect(manifest.certificate).toEqual((await viewOf(jobId)).certificate);
    expect(verifyCertificate(manifest).fault).toBeNull();
  });

  test('names no person, no tenant, no file and no job', async () => {
    const jobId = await erased();
    const text = JSON.stringify((await viewOf(jobId)).certificate);
    for (const name of ['user-of', 'tenant', 'Jane', '.pdf', jobId]) expect(text).not.toContain(name);
  });

  test('says the times in their order, and the trail names its manifest', async () => {
    const jobId = await erased();
    const { certificate } = await viewOf(jobId);
    const { requestedAt = '', seenEmptyAt = '', completedAt = '' } = certificate ?? {};
    expect([requestedAt, seenEmptyAt, completedAt].toSorted()).toEqual([
      requestedAt,
      seenEmptyAt,
      completedAt,
    ]);
    const { metadata } = await system.services.db
      .selectFrom('audit_events')
      .select('metadata')
      .where('job_id', '=', jobId)
      .where('event_type', '=', 'DELETION_COMPLETED')
      .executeTakeFirstOrThrow();
    expect(metadata).toEqual({ rows: 1, objects: 1, manifestSha256: certificate?.manifestSha256 });
  });

  test('is checked offline by verify-certificate, which says why one does not hold', async () => {
    const view = await viewOf(await erased());
    const { certificate } = view;
    if (certificate === null) throw new Error('there is no certificate');
    const check = async (content: object, ...args: string[]) => {
      const file = join(system.folder, 'certificate.json');
      await writeFile(file, JSON.stringify(content));
      return runCommand(['verify-certificate', file, ...args], { DATABASE_URL: 'postgresql://nowhere:1/x' });
    };
    expect(await check(certificate, '--key', fingerprint(certificate))).toMatchObject({ code: 0 });
    expect((await check(view)).printed).toContain('vouches for the manifest');
    expect(await check({ ...certificate, objects: 0 })).toMatchObject({
      code: 1,
      said: expect.stringContaining('signature does not fit') as string,
    });
    expect(await check(certificate, '--key', '0'.repeat(64))).toMatchObject({
      code: 1,
      said: expect.stringContaining('another key') as string,
    });
    expect(await runCommand(['verify-certificate'], {})).toMatchObject({ code: 64 });
  });
});

describe('after completion nothing links the job to its user', () => {
  test('not the manifest, and a completed one cannot keep who asked', async () => {
    const { db } = system.services;
    const jobId = await erased();
    const { rows } = await sql<{ text: string }>`
      select row_to_json(m)::text as text from deletion_manifests m where job_id = ${jobId}`.execute(db);
    expect(rows[0]?.text).not.toContain('user-of');
    await expect(
      sql`update deletion_manifests set user_id = 'u' where job_id = ${jobId}`.execute(db),
    ).rejects.toMatchObject({ constraint: 'deletion_manifests_forgets' });
  });

  test('not an adjustment of its costs', async () => {
    const { db } = system.services;
    const jobId = await announce();
    await sql`
      insert into cost_adjustments (id, tenant_id, user_id, job_id, invariant, found_cents, expected_cents, repaired)
      values (gen_random_uuid(), 'tenant-a', 'user-of-tenant-a', ${jobId}, 'job-spent', 7, 0, true)`.execute(
      db,
    );
    await ask(jobId);
    expect(await eraseJob(worker, jobId)).toEqual({ state: 'done' });
    expect((await viewOf(jobId)).rowsDeleted).toBe(2);
    expect(await db.selectFrom('cost_adjustments').selectAll().execute()).toEqual([]);
  });
});
