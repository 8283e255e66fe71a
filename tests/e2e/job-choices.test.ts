import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { waitUntil } from '#bin/wait-until.ts';
import { checkInvariants } from '#db/invariants.ts';
import type { ExportView } from '#shared/exports/get-export.ts';
import type { RequestedExport } from '#shared/exports/request-export.ts';
import type { CreatedJob } from '#shared/jobs/create-job.ts';
import type { JobView } from '#shared/jobs/job-view.ts';
import type { PageView } from '#shared/pages/page-view.ts';
import { exportForm } from '#shared/schedules/export-form.ts';
import { queueBackends } from '#tests/harness/queue-backends.ts';
import { digitalSample, sample, tinyScan } from '#tests/harness/samples.ts';
import { startTestSystem, type TestSystem } from '#tests/harness/test-system.ts';

interface Choices {
  pages?: string;
  capCents?: number;
}

interface Answer {
  status: number;
  body: Record<string, unknown>;
}

describe.each(queueBackends())('what a job is asked for, on $name', ({ redisUrl }) => {
  let system: TestSystem;
  beforeAll(async () => {
    system = await startTestSystem({
      REDIS_URL: redisUrl,
      OCR_ENGINE: 'fixed-latency',
      OCR_FIXED_LATENCY_MS: '0',
      MAX_JOB_COST_CENTS: '60',
    });
  });
  afterAll(async () => system.close());

  const call = async (path: string, body?: object): Promise<Answer> => {
    const sent = body === undefined ? { method: 'POST' } : { method: 'POST', body: JSON.stringify(body) };
    const answer = await system.fetch(path, sent);
    return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
  };
  const get = async <T>(path: string): Promise<T> => (await (await system.fetch(path)).json()) as T;
  const announce = async (bytes: Uint8Array, choices: Choices): Promise<Answer> => {
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    return call('/api/jobs', { filename: 'a.pdf', bytes: bytes.length, sha256, ...choices });
  };
  const upload = async (bytes: Uint8Array, choices: Choices): Promise<string> => {
    const { jobId, upload: to } = (await announce(bytes, choices)).body as unknown as CreatedJob;
    await fetch(to.url, { method: 'PUT', headers: to.headers, body: Buffer.from(bytes) });
    return jobId;
  };
  const end = async (jobId: string): Promise<JobView> =>
    waitUntil(
      async () => system.client.job(jobId),
      (job) => ['COMPLETED', 'FAILED', 'CANCELLED'].includes(job.status),
    );
  const lift = async (bytes: Uint8Array, choices: Choices): Promise<JobView> => {
    const jobId = await upload(bytes, choices);
    await call(`/api/jobs/${jobId}/start`);
    return end(jobId);
  };
  const quoted = async (jobId: string): Promise<Answer> =>
    waitUntil(
      async () => call(`/api/jobs/${jobId}/quote`),
      ({ status }) => status !== 202,
    );
  const exported = async (jobId: string, body: object): Promise<Record<string, unknown>> => {
    const { exportId } = (await call(`/api/jobs/${jobId}/export`, body)).body as unknown as RequestedExport;
    const ready = await waitUntil(
      async () => get<ExportView>(`/api/jobs/${jobId}/exports/${exportId}`),
      ({ status }) => status !== 'QUEUED',
    );
    return (await (await fetch(ready.download?.url ?? '')).json()) as Record<string, unknown>;
  };

  test('only the pages that were asked for are quoted, read and charged; the others say why not', async () => {
    const jobId = await upload(await tinyScan(5), { pages: '4, 2-3,3' });
    expect((await quoted(jobId)).body).toMatchObject({ pages: 5, pagesToRead: 3, quotedCents: 36 });
    await call(`/api/jobs/${jobId}/start`);
    expect(await end(jobId)).toMatchObject({
      status: 'COMPLETED',
      pages: { count: 5, chosen: '2-4', done: 3, failed: 0, skipped: 2, notChosen: 2, toRead: 3 },
      cost: { spentCents: 36, reservedCents: 0 },
      notice: { code: 'page-not-chosen', detail: 'Pages 2–4 of 5 were asked for.' },
    });
    const { pages } = await get<{ pages: PageView[] }>(`/api/jobs/${jobId}/pages`);
    expect(pages.map(({ status, costCents, errorCode }) => [status, costCents, errorCode])).toEqual([
      ['SKIPPED', 0, 'page-not-chosen'],
      ['DONE', 12, null],
      ['DONE', 12, null],
      ['DONE', 12, null],
      ['SKIPPED', 0, 'page-not-chosen'],
    ]);
    expect((await call(`/api/jobs/${jobId}/retry`)).body).toMatchObject({ code: 'wrong-state' });
  });

  test('schedules are looked for on those pages alone, and the file says which they were', async () => {
    const { jobId } = await lift(await sample(digitalSample), { pages: '4' });
    const schedules = await system.client.schedules(jobId);
    expect(schedules.map(({ pages }) => pages)).toEqual([[4]]);
    const file = await exported(jobId, { format: 'json' });
    expect(exportForm.safeParse(file).error).toBeUndefined();
    expect(file['source']).toMatchObject({
      pageCount: 5,
      partial: true,
      partialSentence: 'Page 4 of 5 was asked for.',
    });
  });

  test('pages beyond the end: the job fails with how many there are and costs nothing, as the quote says before', async () => {
    const jobId = await upload(await tinyScan(3), { pages: '2-9' });
    const detail = 'The file has 3 pages, and pages 2–9 were asked for: create a job for pages it has.';
    expect(await quoted(jobId)).toMatchObject({ status: 422, body: { code: 'no-such-page', detail } });
    await call(`/api/jobs/${jobId}/start`);
    expect(await end(jobId)).toMatchObject({
      status: 'FAILED',
      error: { code: 'no-such-page', detail },
      cost: { quotedCents: 0, spentCents: 0, reservedCents: 0 },
    });
  });

  test.each(['', '0', '3-2', '1-', 'all', '1;2', '1-9999999'])(
    'pages %j are no pages: 400',
    async (pages) => {
      const { status, body } = await announce(await tinyScan(1), { pages });
      expect({ status, body }).toMatchObject({ status: 400, body: { code: 'malformed-request' } });
    },
  );

  test('a cap of its own binds the job, also when it is tried again, and is never above the setting', async () => {
    const failed = await lift(await tinyScan(3), { pages: '1-2', capCents: 12 });
    const refusal = { code: 'job-cost-cap', detail: expect.stringContaining('the cap is 12 cents') };
    expect(failed).toMatchObject({ status: 'FAILED', error: refusal, cost: { spentCents: 0, capCents: 12 } });
    await call(`/api/jobs/${failed.jobId}/retry`);
    expect(await end(failed.jobId)).toMatchObject({
      run: 2,
      status: 'FAILED',
      error: refusal,
      pages: { chosen: '1-2' },
      cost: { capCents: 12 },
    });
    expect(await announce(await tinyScan(1), { capCents: 61 })).toMatchObject({
      status: 400,
      body: { code: 'malformed-request', highestCapCents: 60 },
    });
    expect((await lift(await tinyScan(3), { capCents: 36 })).cost).toMatchObject({ spentCents: 36 });
  });

  test('a selection is remembered: the next export without one is of the same schedules', async () => {
    const { jobId } = await lift(await sample(digitalSample), {});
    const [first, second] = await system.client.schedules(jobId);
    const ids = [second?.id ?? ''];
    const ofDefault = await call(`/api/jobs/${jobId}/export`, { format: 'csv' });
    expect((ofDefault.body as unknown as RequestedExport).selectedScheduleIds).toContain(first?.id);
    expect((await system.client.job(jobId)).selectedScheduleIds).toBeNull();
    await call(`/api/jobs/${jobId}/export`, { format: 'csv', selectedScheduleIds: ids });
    expect((await system.client.job(jobId)).selectedScheduleIds).toEqual(ids);
    const { schedules } = await exported(jobId, { format: 'json' });
    expect(schedules).toMatchObject([{ id: second?.id }]);
    expect(schedules).toHaveLength(1);
  });

  test('afterwards the ledger adds up', async () => {
    const rules = await checkInvariants(system.services.db);
    expect(rules.length).toBeGreaterThan(0);
    expect(rules.filter(({ violations }) => violations > 0)).toEqual([]);
  });
});
