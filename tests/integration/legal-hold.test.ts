import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { findManifest } from '#db/deletions.ts';
import { eraseJob } from '#shared/deletion/erase-job.ts';
import type { CreatedJob } from '#shared/jobs/create-job.ts';
import { newTraceId } from '#shared/trace.ts';
import { startTestSystem, type TestSystem } from '#tests/harness/test-system.ts';

describe('a job under a legal hold', () => {
  let system: TestSystem;
  let path: string;
  let jobId: string;
  beforeAll(async () => {
    system = await startTestSystem({ AUDIT_FLUSH_INTERVAL_MS: '50' }, { withWorker: false });
  });
  afterAll(async () => system.close());

  const call = async (method: string, of: string, key = system.key): Promise<Response> =>
    system.fetch(`${path}${of}`, { method, headers: { authorization: `Bearer ${key}` } });
  const trail = async (): Promise<string[]> => {
    await system.services.trail.flush(30_000);
    const events = await system.services.db
      .selectFrom('audit_events')
      .select('event_type')
      .where('job_id', '=', jobId)
      .where('event_type', '<>', 'CREATED')
      .orderBy('created_at')
      .orderBy('id')
      .execute();
    return events.map(({ event_type: type }) => type);
  };

  beforeEach(async () => {
    const announced = JSON.stringify({ filename: 'a.pdf', bytes: 10, sha256: 'a'.repeat(64) });
    const answer = await system.fetch('/api/jobs', { method: 'POST', body: announced });
    ({ jobId } = (await answer.json()) as CreatedJob);
    path = `/api/jobs/${jobId}`;
    await call('PUT', '/legal-hold');
  });

  test('is not deleted, which is told in the trail, until the hold is lifted', async () => {
    expect(await (await call('GET', '')).json()).toMatchObject({ jobId, legalHold: true });
    for (const method of ['DELETE', 'POST']) {
      const refused = await call(method, '/delete');
      expect(refused.status).toBe(409);
      expect(await refused.json()).toMatchObject({ code: 'legal-hold' });
    }
    expect(await findManifest(system.services.db, jobId)).toBeUndefined();
    expect((await call('GET', '')).status).toBe(200);
    expect(await (await call('DELETE', '/legal-hold')).json()).toMatchObject({ legalHold: false });
    expect((await call('DELETE', '/delete')).status).toBe(202);
    expect(await trail()).toEqual([
      'LEGAL_HOLD_SET',
      'DELETION_REFUSED',
      'DELETION_REFUSED',
      'LEGAL_HOLD_LIFTED',
      'DELETION_REQUESTED',
    ]);
  });

  test('held again or let go again is as it was, and told once', async () => {
    expect((await call('PUT', '/legal-hold')).status).toBe(200);
    for (let time = 0; time < 2; time += 1) expect((await call('DELETE', '/legal-hold')).status).toBe(200);
    expect(await trail()).toEqual(['LEGAL_HOLD_SET', 'LEGAL_HOLD_LIFTED']);
  });

  test('is held and let go by admin alone, and by no other tenant', async () => {
    const eraser = await system.newKey('tenant-a', ['jobs:read', 'jobs:write', 'audit:read', 'erase']);
    const stranger = await system.newKey('tenant-b');
    for (const method of ['PUT', 'DELETE']) {
      expect((await call(method, '/legal-hold', eraser)).status).toBe(403);
      expect((await call(method, '/legal-hold', stranger)).status).toBe(404);
    }
    expect(await (await call('GET', '')).json()).toMatchObject({ legalHold: true });
  });

  test('cannot be brought into deletion past the verbs either', async () => {
    await expect(
      sql`update jobs set status = 'DELETING', run = run + 1 where id = ${jobId}`.execute(system.services.db),
    ).rejects.toMatchObject({ constraint: 'jobs_held_stay' });
  });

  test('comes too late where the deletion was taken: 410, and it goes on', async () => {
    await call('DELETE', '/legal-hold');
    await call('DELETE', '/delete');
    expect((await call('PUT', '/legal-hold')).status).toBe(410);
    const worker = { ...system.services, actor: { kind: 'system' as const, name: 'worker' as const } };
    expect(await eraseJob({ ...worker, traceId: newTraceId() }, jobId)).toEqual({ state: 'done' });
  });

  test('and a deletion that come at once: one of them wins, every time', async () => {
    for (let time = 0; time < 10; time += 1) {
      await call('DELETE', '/legal-hold');
      const [held, deleted] = await Promise.all([call('PUT', '/legal-hold'), call('DELETE', '/delete')]);
      expect([
        [200, 409],
        [410, 202],
      ]).toContainEqual([held.status, deleted.status]);
      if (deleted.status === 202) break;
    }
  });
});
