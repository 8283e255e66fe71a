import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { UserCtx } from '#shared/context.ts';
import { eraseJob } from '#shared/deletion/erase-job.ts';
import { getDeletion } from '#shared/deletion/get-deletion.ts';
import { requestDeletion } from '#shared/deletion/request-deletion.ts';
import type { CreatedJob } from '#shared/jobs/create-job.ts';
import { startTestSystem, type TestSystem } from '#tests/harness/test-system.ts';

describe('a job whose deletion was asked for', () => {
  let system: TestSystem;
  let job: CreatedJob;
  beforeAll(async () => {
    system = await startTestSystem({}, { withWorker: false });
  });
  afterAll(async () => system.close());

  const post = async (path: string, body: object = {}): Promise<Response> =>
    system.fetch(path, { method: 'POST', body: JSON.stringify(body) });

  beforeEach(async () => {
    const announced = { filename: 'a.pdf', bytes: 10, sha256: 'a'.repeat(64) };
    job = (await (await post('/api/jobs', announced)).json()) as CreatedJob;
    await post(`/api/jobs/${job.jobId}/delete`);
  });

  test('is in the wrong state for a cancellation until it is gone, then it is deleted', async () => {
    const cancel = async () => {
      const answer = await post(`/api/jobs/${job.jobId}/cancel`);
      return [answer.status, await answer.json()];
    };
    expect(await cancel()).toMatchObject([409, { code: 'wrong-state' }]);
    await eraseJob(
      { ...system.services, actor: { kind: 'system', name: 'worker' }, traceId: job.traceId },
      job.jobId,
    );
    expect(await cancel()).toMatchObject([410, { code: 'deleted' }]);
  });

  test('is unknown to a stranger who would cancel it', async () => {
    const headers = { authorization: `Bearer ${await system.newKey('tenant-b')}` };
    const answer = await system.fetch(`/api/jobs/${job.jobId}/cancel`, { method: 'POST', headers });
    expect(answer.status).toBe(404);
  });

  test('shows no deletion, and takes none, while the feature is off', async () => {
    const ctx: UserCtx = {
      ...system.services,
      actor: { kind: 'user', tenantId: 'tenant-a', userId: 'user-of-tenant-a', scopes: ['erase'], ip: null },
      traceId: job.traceId,
    };
    expect(await getDeletion(ctx, job.jobId)).toMatchObject({ jobId: job.jobId });
    const off = { ...ctx, config: { ...ctx.config, FEATURES_T3_GDPR: false } };
    await expect(getDeletion(off, job.jobId)).rejects.toMatchObject({ code: 'not-found' });
    await expect(requestDeletion(off, job.jobId)).rejects.toMatchObject({ code: 'not-found' });
  });
});
