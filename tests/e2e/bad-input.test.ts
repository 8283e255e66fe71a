import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { PDFDocument } from 'pdf-lib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { waitUntil } from '#bin/wait-until.ts';
import type { CreatedJob } from '#shared/jobs/create-job.ts';
import { digitalSample, sample, scanOfPages } from '#tests/harness/samples.ts';
import { buildPdf } from '#tests/fixtures/build-pdf.ts';
import { encryptedPdf } from '#tests/fixtures/encrypted-pdf.ts';
import { millionPagesPdf } from '#tests/fixtures/million-pages-pdf.ts';
import { startTestSystem, type TestSystem } from '#tests/harness/test-system.ts';

let system: TestSystem;
beforeAll(async () => {
  system = await startTestSystem({ PDF_MAX_MB: '1', MAX_JOB_COST_CENTS: '12' });
});
afterAll(async () => system.close());

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

async function post(path: string, body?: object): Promise<Response> {
  return system.fetch(path, {
    method: 'POST',
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
}

/** Announces and uploads; answers what `start` said and, where it started, how the job ended. */
async function submit(bytes: Uint8Array): Promise<{ status: number; code: string; detail: string }> {
  const created = (await (
    await post('/api/jobs', { filename: 'x.pdf', bytes: bytes.length, sha256: sha256(bytes) })
  ).json()) as CreatedJob;
  await fetch(created.upload.url, {
    method: 'PUT',
    headers: created.upload.headers,
    body: Buffer.from(bytes),
  });
  const started = await post(`/api/jobs/${created.jobId}/start`);
  if (!started.ok) return (await started.json()) as { status: number; code: string; detail: string };
  const job = await waitUntil(
    async () => system.client.job(created.jobId),
    ({ status }) => !['QUEUED', 'PROCESSING'].includes(status),
  );
  expect(job.cost).toMatchObject({ spentCents: 0, reservedCents: 0 });
  return { status: started.status, code: job.error?.code ?? '', detail: job.error?.detail ?? '' };
}

describe('a file that cannot be lifted', () => {
  test('not a PDF: 415 before anything runs', async () => {
    expect(await submit(Buffer.from('hello, I am a letter'))).toMatchObject({
      status: 415,
      code: 'not-a-pdf',
    });
  });

  test('encrypted: the job fails and says that a password is needed', async () => {
    expect(await submit(encryptedPdf())).toMatchObject({
      code: 'pdf-encrypted',
      detail: expect.stringMatching(/password/i),
    });
  });

  test('no pages: the job fails and says so', async () => {
    const empty = buildPdf(['<</Type/Catalog/Pages 2 0 R>>', '<</Type/Pages/Kids[]/Count 0>>']);
    expect((await submit(empty)).code).toBe('pdf-empty');
  });

  test('a million pages claimed in two kilobytes: refused within the limits', async () => {
    expect((await submit(millionPagesPdf())).code).toMatch(/resource-limit|pdf-broken|pdf-empty/);
  });

  test('cut off in the middle: the job ends and nothing is charged', async () => {
    const whole = await sample(digitalSample);
    const { code, status } = await submit(whole.slice(0, Math.floor(whole.length / 3)));
    expect(status).toBe(202);
    // What is left may still be mended into a document.
    expect(['', 'pdf-broken', 'pdf-empty']).toContain(code);
  });

  test('larger than PDF_MAX_MB: 413 before the upload, naming the limit', async () => {
    const answer = await post('/api/jobs', {
      filename: 'big.pdf',
      bytes: 1024 * 1024 + 1,
      sha256: 'a'.repeat(64),
    });
    expect(answer.status).toBe(413);
    expect(await answer.json()).toMatchObject({
      code: 'too-large',
      detail: expect.stringContaining('PDF_MAX_MB'),
    });
  });

  test('dearer than the cap: 422 as job-cost-cap, with the figures', async () => {
    const { code, detail } = await submit(await scanOfPages(3));
    expect(code).toBe('job-cost-cap');
    expect(detail).toMatch(/3 pages .* 36 cents.* 12 cents; 1 of them would fit/);
  });

  test('the system goes on after all of them', async () => {
    const document = await PDFDocument.create();
    document.addPage([300, 300]);
    expect((await submit(await document.save())).code).toBe('');
  });
});

describe('an upload that is not what was announced', () => {
  const announce = async (bytes: number, hash: string): Promise<CreatedJob> =>
    (await (await post('/api/jobs', { filename: 'x.pdf', bytes, sha256: hash })).json()) as CreatedJob;

  test('longer or shorter: refused, and nothing is stored', async () => {
    const job = await announce(100, 'a'.repeat(64));
    for (const length of [99, 101]) {
      const answer = await fetch(job.upload.url, {
        method: 'PUT',
        headers: { 'content-type': 'application/pdf' },
        body: Buffer.alloc(length),
      });
      expect(answer.status).toBe(409);
    }
    expect(await (await post(`/api/jobs/${job.jobId}/start`)).json()).toMatchObject({
      code: 'upload-mismatch',
    });
  });

  test('another content: the job fails as sha256-mismatch', async () => {
    const bytes = await readFile(new URL(`../../samples/${digitalSample}`, import.meta.url));
    const job = await announce(bytes.length, 'b'.repeat(64));
    await fetch(job.upload.url, { method: 'PUT', headers: job.upload.headers, body: bytes });
    await post(`/api/jobs/${job.jobId}/start`);
    const ended = await waitUntil(
      async () => system.client.job(job.jobId),
      ({ status }) => status === 'FAILED',
    );
    expect(ended.error?.code).toBe('sha256-mismatch');
  });

  test('an address whose job has begun takes no second upload', async () => {
    const bytes = await sample(digitalSample);
    const { jobId } = await system.client.submit('a.pdf', bytes);
    const job = await announce(bytes.length, sha256(bytes));
    await fetch(job.upload.url, { method: 'PUT', headers: job.upload.headers, body: Buffer.from(bytes) });
    await post(`/api/jobs/${job.jobId}/start`);
    expect(
      (await fetch(job.upload.url, { method: 'PUT', headers: job.upload.headers, body: Buffer.from(bytes) }))
        .status,
    ).toBe(409);
    await waitUntil(
      async () => system.client.job(jobId),
      ({ status }) => status === 'COMPLETED',
    );
    await waitUntil(
      async () => system.client.job(job.jobId),
      ({ status }) => status === 'COMPLETED',
    );
  });
});

describe('a request that is not well formed', () => {
  test.each([
    ['GET', '/api/jobs/not-a-uuid', 404],
    ['GET', '/api/jobs/..%2F..%2Fetc', 404],
    ['GET', '/api/jobs/%00', 404],
    ['GET', '/nothing/here', 404],
    ['DELETE', '/api/jobs', 405],
    ['GET', '/api/jobs?limit=0', 400],
    ['GET', '/api/jobs?cursor=forged', 400],
    ['GET', '/api/jobs?unknown=1', 400],
    ['POST', '/api/jobs', 400],
  ])('%s %s answers %d as problem+json', async (method, path, status) => {
    const answer = await system.fetch(path, { method });
    expect(answer.status).toBe(status);
    expect(answer.headers.get('content-type')).toBe('application/problem+json');
    expect(await answer.json()).toMatchObject({ status, traceId: expect.stringMatching(/^[0-9a-f]{32}$/) });
  });

  test('405 names the methods that work', async () => {
    expect((await system.fetch('/api/jobs', { method: 'DELETE' })).headers.get('allow')).toBe('POST, GET');
  });

  test.each([
    '',
    'Bearer',
    'Bearer nonsense',
    `Bearer ll_${'0'.repeat(18)}_${'0'.repeat(64)}`,
    'Basic dXNlcjpwYXNz',
  ])('credential %j answers 401 with one wording', async (authorization) => {
    const answer = await system.fetch('/api/jobs', { headers: { authorization } });
    expect(answer.status).toBe(401);
    expect(answer.headers.get('www-authenticate')).toBe('Bearer');
  });

  test('a key without the scope answers 403', async () => {
    const reader = await system.newKey('tenant-a', ['jobs:read']);
    const answer = await system.fetch('/api/jobs', {
      method: 'POST',
      body: '{}',
      headers: { authorization: `Bearer ${reader}` },
    });
    expect(answer.status).toBe(403);
  });

  test('an empty selection, a foreign schedule and an early export are told apart', async () => {
    const bytes = await sample(digitalSample);
    const waiting = (await (
      await post('/api/jobs', { filename: 'x.pdf', bytes: 10, sha256: 'a'.repeat(64) })
    ).json()) as CreatedJob;
    expect((await post(`/api/jobs/${waiting.jobId}/export`, {})).status).toBe(409);
    const { jobId } = await system.client.submit('a.pdf', bytes);
    await waitUntil(
      async () => system.client.job(jobId),
      ({ status }) => status === 'COMPLETED',
    );
    const empty = await post(`/api/jobs/${jobId}/export`, { selectedScheduleIds: [] });
    expect(await empty.json()).toMatchObject({ status: 422, code: 'nothing-selected' });
    const foreign = await post(`/api/jobs/${jobId}/export`, { selectedScheduleIds: [waiting.jobId] });
    expect(await foreign.json()).toMatchObject({ status: 422, code: 'unknown-schedule' });
  });
});
