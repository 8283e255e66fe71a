import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { waitUntil } from '#bin/wait-until.ts';
import type { QuoteView } from '#shared/costs/request-quote.ts';
import type { UserCostView } from '#shared/costs/get-user-cost.ts';
import type { CreatedJob } from '#shared/jobs/create-job.ts';
import type { JobView } from '#shared/jobs/job-view.ts';
import { queueBackends } from '#tests/harness/queue-backends.ts';
import { tinyScan } from '#tests/harness/samples.ts';
import { startTestSystem, type TestSystem } from '#tests/harness/test-system.ts';

const ended = (job: JobView): boolean => ['COMPLETED', 'FAILED', 'CANCELLED'].includes(job.status);

describe.each(queueBackends())('quote, cap, budget and retry on $name', ({ redisUrl }) => {
  let system: TestSystem;
  beforeAll(async () => {
    system = await startTestSystem({
      REDIS_URL: redisUrl,
      OCR_ENGINE: 'fixed-latency',
      OCR_FIXED_LATENCY_MS: '0',
      MAX_JOB_COST_CENTS: '36',
      USER_BUDGET_CENTS: '60',
    });
  });
  afterAll(async () => system.close());

  const post = async (path: string): Promise<{ status: number; body: Record<string, unknown> }> => {
    const answer = await system.fetch(path, { method: 'POST' });
    return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
  };
  const upload = async (pages: number): Promise<string> => {
    const bytes = await tinyScan(pages);
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    const body = JSON.stringify({ filename: 'a.pdf', bytes: bytes.length, sha256 });
    const created = (await (await system.fetch('/api/jobs', { method: 'POST', body })).json()) as CreatedJob;
    await fetch(created.upload.url, {
      method: 'PUT',
      headers: created.upload.headers,
      body: Buffer.from(bytes),
    });
    return created.jobId;
  };
  const quoted = async (jobId: string) =>
    waitUntil(
      async () => post(`/api/jobs/${jobId}/quote`),
      ({ status }) => status !== 202,
    );
  const end = async (jobId: string): Promise<JobView> =>
    waitUntil(async () => system.client.job(jobId), ended);
  const cost = async (): Promise<UserCostView> =>
    (await (await system.fetch('/api/users/me/cost')).json()) as UserCostView;

  test('a quote says the price before anything runs, and the job then costs that', async () => {
    const jobId = await upload(2);
    const { status, body } = await quoted(jobId);
    expect(status).toBe(200);
    expect(body as unknown as QuoteView).toMatchObject({ status: 'QUOTED', pages: 2, quotedCents: 24 });
    expect((await system.client.job(jobId)).status).toBe('AWAITING_UPLOAD');
    expect((await post(`/v1/jobs/${jobId}/start`)).status).toBe(202);
    expect((await end(jobId)).cost).toMatchObject({ spentCents: 24, reservedCents: 0 });
    expect(await cost()).toMatchObject({ total_cost_cents: 24, total_pages: 2, total_jobs: 1 });
  });

  test('over the cap: 422 with the figures, to the quote and to the start', async () => {
    const jobId = await upload(4);
    const problem = { code: 'job-cost-cap', quotedCents: 48, capCents: 36, pages: 4, pagesThatFit: 3 };
    expect(await quoted(jobId)).toMatchObject({ status: 422, body: problem });
    expect(await post(`/api/jobs/${jobId}/start`)).toMatchObject({ status: 422, body: problem });
  });

  test('over the budget: the job fails with the reason; a retry is refused alike, and nothing is charged', async () => {
    const jobId = await upload(3);
    expect((await post(`/api/jobs/${jobId}/start`)).status).toBe(202);
    expect((await end(jobId)).status).toBe('COMPLETED');
    const late = await upload(1);
    await post(`/api/jobs/${late}/start`);
    expect(await end(late)).toMatchObject({ status: 'FAILED', error: { code: 'user-budget' } });
    expect(await post(`/api/jobs/${late}/retry`)).toMatchObject({
      status: 202,
      body: { run: 2, error: null },
    });
    expect(await end(late)).toMatchObject({ status: 'FAILED', run: 2, error: { code: 'user-budget' } });
    expect(await cost()).toMatchObject({ total_cost_cents: 60, reserved_cents: 0, budget_cents: 60 });
  });

  test('a retry of what is whole: 409', async () => {
    const { jobs } = (await (await system.fetch('/api/jobs')).json()) as { jobs: JobView[] };
    const whole = jobs.find((job) => job.status === 'COMPLETED');
    expect(await post(`/api/jobs/${whole?.jobId}/retry`)).toMatchObject({
      status: 409,
      body: { code: 'wrong-state' },
    });
  });
});
