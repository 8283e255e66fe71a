import { text as readText } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { jobPrefix, pageKey, sourceKey } from '#shared/store/keys.ts';
import type { ObjectStore } from '#shared/store/object-store.ts';
import { openStore } from '#shared/store/open-store.ts';
import { startS3Double, type S3Double } from '#tests/doubles/s3-double.ts';
import { listAll, newJob } from './store.contract.ts';

describe('the store on S3', () => {
  let double: S3Double;
  let store: ObjectStore;
  beforeEach(async () => {
    double = await startS3Double({ pageSize: 1000 });
    store = await openStore({
      kind: 's3',
      ...double.settings,
      keyPrefix: 'main/',
      sse: 'AES256',
    });
  });
  afterEach(async () => {
    await store.close();
    await double.close();
  });

  it('lists and deletes 2,500 versions, their markers and open uploads', async () => {
    const { tenantId, jobId } = newJob();
    const prefix = jobPrefix(tenantId, jobId);
    for (let index = 0; index < 2_490; index += 1) {
      double.bucket.put(`main/${prefix}pages/1/${index % 50}.png`, Buffer.from('x'), {});
    }
    for (let index = 0; index < 10; index += 1)
      double.bucket.remove(`main/${prefix}pages/1/${index}.png`, null);
    double.bucket.openUpload(`main/${prefix}incoming/1/source.pdf`);
    double.bucket.put('main-2/stays', Buffer.from('x'), {});
    const listed = await listAll(store, prefix);
    expect(listed.map((stored) => stored.kind).sort()).toEqual([
      ...Array(10).fill('delete-marker'),
      'multipart',
      ...Array(2_490).fill('object'),
    ]);
    expect(await store.delete(listed)).toEqual([]);
    expect(await listAll(store, '')).toEqual([]);
    expect(double.bucket.entries.map((entry) => entry.key)).toEqual(['main-2/stays']);
    expect(double.requests.filter(({ operation }) => operation === 'DeleteObjects')).toHaveLength(3);
  });

  it('answers the keys that a 200 of DeleteObjects says were not deleted', async () => {
    const job = newJob();
    for (const page of [1, 2]) await store.put(pageKey(job, page), Buffer.from('x'), 'image/png');
    double.deleteErrors.set(`main/${pageKey(job, 2)}`, 'AccessDenied');
    const failures = await store.delete(await listAll(store, ''));
    expect(failures).toEqual([{ key: pageKey(job, 2), reason: 'AccessDenied' }]);
    expect(await listAll(store, '')).toMatchObject([{ key: pageKey(job, 2), kind: 'object' }]);
  });

  it('rides over a passing 500', async () => {
    let left = 2;
    double.fault = () => (left-- > 0 ? { status: 500, code: 'InternalError' } : null);
    await store.put(pageKey(newJob(), 1), Buffer.from('x'), 'image/png');
    expect(double.bucket.entries).toHaveLength(1);
  });

  it.each([
    { status: 500, code: 'InternalError' },
    { status: 403, code: 'AccessDenied' },
    'hang',
    'drop',
    'cut',
    'stall',
  ] as const)('says store-unavailable, and not "no such object", to a lasting %j', async (fault) => {
    const key = pageKey(newJob(), 1);
    double.bucket.put(key, Buffer.alloc(100_000), {});
    double.fault = () => fault;
    const limits = { ...double.settings.limits, idleTimeoutMs: 100, maxAttempts: 2 };
    const impatient = await openStore({ kind: 's3', ...double.settings, limits });
    const unavailable = { code: 'store-unavailable' };
    const works = [
      async () => impatient.head(key),
      async () => impatient.get(key),
      async () => impatient.put(key, Buffer.alloc(6 * 1024 * 1024), 'image/png'),
      async () => listAll(impatient, ''),
      async () => impatient.delete([{ key, kind: 'object', bytes: 1 }]),
    ];
    for (const work of works) {
      double.requests.length = 0;
      await expect(work()).rejects.toMatchObject(unavailable);
      // What breaks off inside the body is not asked for again: who reads it has begun.
      expect(double.requests.length).toBeLessThanOrEqual(2);
    }
    await impatient.close();
  });

  it('gives up by the set limits: so many attempts, and so long a silence', async () => {
    const limits = { ...double.settings.limits, requestTimeoutMs: 50, maxAttempts: 4 };
    const hasty = await openStore({ kind: 's3', ...double.settings, limits });
    double.fault = () => 'hang';
    await expect(hasty.head('jobs/x')).rejects.toMatchObject({
      code: 'store-unavailable',
      facts: { name: 'TimeoutError' },
    });
    expect(double.requests).toHaveLength(4);
    await hasty.close();
  });

  it.each(['UploadPart', 'CompleteMultipartUpload'] as const)(
    'leaves neither object nor open upload where %s of a large object fails',
    async (broken) => {
      double.fault = ({ operation }) => (operation === broken ? { status: 403, code: 'AccessDenied' } : null);
      const put = store.put(pageKey(newJob(), 1), Buffer.alloc(6 * 1024 * 1024), 'image/png');
      await expect(put).rejects.toMatchObject({ code: 'store-unavailable' });
      expect([double.bucket.entries, double.bucket.uploads]).toEqual([[], []]);
    },
  );

  it('does not bring back a large object whose open upload was erased', async () => {
    let erased = false;
    double.fault = async ({ operation }) => {
      if (operation !== 'CompleteMultipartUpload' || erased) return null;
      erased = true;
      expect(await store.delete(await listAll(store, ''))).toEqual([]);
      return null;
    };
    const put = store.put(pageKey(newJob(), 1), Buffer.alloc(6 * 1024 * 1024), 'image/png');
    await expect(put).rejects.toMatchObject({ code: 'store-unavailable' });
    expect([double.bucket.entries, double.bucket.uploads]).toEqual([[], []]);
  });

  it.each(['ListMultipartUploads', 'ListObjectVersions'] as const)(
    'does not overlook an upload that completes before %s',
    async (moment) => {
      const key = pageKey(newJob(), 1);
      const uploadId = double.bucket.openUpload(`main/${key}`);
      double.fault = ({ operation }) => {
        const upload = double.bucket.upload(`main/${key}`, uploadId);
        if (operation === moment && upload !== undefined) {
          double.bucket.endUpload(upload);
          double.bucket.put(upload.key, Buffer.from('x'), {});
        }
        return null;
      };
      expect((await listAll(store, '')).map((stored) => stored.key)).toContain(key);
    },
  );

  it('does not take a listing that breaks off without saying where for a whole one', async () => {
    const xml = '<ListMultipartUploadsResult><IsTruncated>true</IsTruncated></ListMultipartUploadsResult>';
    double.fault = ({ operation }) => (operation === 'ListMultipartUploads' ? { status: 200, xml } : null);
    await expect(listAll(store, '')).rejects.toMatchObject({ code: 'store-unavailable' });
  });

  it('says store-unavailable when a stream breaks off', async () => {
    const key = pageKey(newJob(), 1);
    double.bucket.put(`main/${key}`, Buffer.alloc(5_000_000), {});
    double.fault = () => 'cut';
    const stream = await store.getStream(key);
    if (stream === null) throw new Error('the object is there');
    await expect(readText(stream)).rejects.toMatchObject({ code: 'store-unavailable' });
  });

  it('does not take a missing bucket for a missing object', async () => {
    const lost = await openStore({ kind: 's3', ...double.settings, bucket: 'elsewhere' });
    await expect(lost.get('jobs/x')).rejects.toMatchObject({ code: 'store-unavailable' });
    await lost.close();
  });

  it('asks for encryption of everything it writes, signed uploads included', async () => {
    await store.put(pageKey(newJob(), 1), Buffer.from('x'), 'image/png');
    await store.put(pageKey(newJob(), 2), Buffer.alloc(6 * 1024 * 1024), 'image/png');
    const grant = { contentType: 'application/pdf', bytes: 4, expiresSeconds: 60 };
    const { url, headers } = await store.presignPut(sourceKey(newJob()), grant);
    expect((await fetch(url, { method: 'PUT', headers, body: '%PDF' })).status).toBe(200);
    const asked = double.bucket.entries.map((entry) => entry.headers['x-amz-server-side-encryption']);
    expect(asked).toEqual(['AES256', 'AES256', 'AES256']);
  });
});
