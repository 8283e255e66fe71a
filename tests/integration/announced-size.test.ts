import { createHash } from 'node:crypto';
import { afterEach, describe, expect, test } from 'vitest';
import { findJob } from '#db/jobs.ts';
import type { CreatedJob } from '#shared/jobs/create-job.ts';
import { startS3Double } from '#tests/doubles/s3-double.ts';
import { onePagePdf } from '#tests/fixtures/one-page-pdf.ts';
import { startTestSystem, type TestSystem } from '#tests/harness/test-system.ts';

const closed: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closed.splice(0).toReversed()) await close();
});

async function onDisk(): Promise<TestSystem> {
  return startTestSystem({}, { withWorker: false });
}

async function onS3(): Promise<TestSystem> {
  const double = await startS3Double();
  closed.push(async () => double.close());
  const { endpoint = '', bucket, accessKeyId = '', secretAccessKey = '' } = double.settings;
  const settings = {
    S3_BUCKET: bucket,
    S3_ENDPOINT: endpoint,
    S3_FORCE_PATH_STYLE: 'true',
    S3_ACCESS_KEY_ID: accessKeyId,
    S3_SECRET_ACCESS_KEY: secretAccessKey,
  };
  return startTestSystem(settings, { withWorker: false });
}

describe.each([
  ['the disk store', onDisk],
  ['S3', onS3],
])('on %s', (_name, start) => {
  test.each([-1, 1])(
    'an object of %d bytes more than announced: 409 and the object is gone; the file itself is taken after it',
    async (more) => {
      const system = await start();
      closed.push(system.close);
      const file = Buffer.from(onePagePdf());
      const announced = {
        filename: 'a.pdf',
        bytes: file.length,
        sha256: createHash('sha256').update(file).digest('hex'),
      };
      const post = async (path: string, body: object = {}): Promise<Response> =>
        system.fetch(path, { method: 'POST', body: JSON.stringify(body) });
      const job = (await (await post('/api/jobs', announced)).json()) as CreatedJob;
      const { db, store } = system.services;
      const { source_key: key = '' } = (await findJob(db, job.jobId)) ?? {};
      // Whatever a store's signature holds an upload to: here something else has come to lie there.
      await store.put(
        key,
        Buffer.concat([file, Buffer.from('xx')]).subarray(0, file.length + more),
        'application/pdf',
      );
      const refused = await post(`/api/jobs/${job.jobId}/start`);
      expect(refused.status).toBe(409);
      expect(await refused.json()).toMatchObject({
        code: 'upload-mismatch',
        announced: file.length,
        arrived: file.length + more,
      });
      expect(await store.head(key)).toBeNull();
      const put = { method: 'PUT', headers: job.upload.headers, body: file };
      expect((await fetch(job.upload.url, put)).status).toBe(200);
      expect((await post(`/api/jobs/${job.jobId}/start`)).status).toBe(202);
    },
  );

  test.each([-1, 1])('an upload of %d bytes more than announced is refused by its address', async (more) => {
    const system = await start();
    closed.push(system.close);
    const announced = { filename: 'a.pdf', bytes: 100, sha256: 'a'.repeat(64) };
    const job = await system.fetch('/api/jobs', { method: 'POST', body: JSON.stringify(announced) });
    const { jobId, upload } = (await job.json()) as CreatedJob;
    const { 'content-type': contentType = '' } = upload.headers;
    const put = { method: 'PUT', headers: { 'content-type': contentType }, body: Buffer.alloc(100 + more) };
    expect((await fetch(upload.url, put)).status).toBeGreaterThanOrEqual(400);
    const { source_key: key = '' } = (await findJob(system.services.db, jobId)) ?? {};
    expect(await system.services.store.head(key)).toBeNull();
  });
});
