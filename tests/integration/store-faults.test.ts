import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { eraseJob } from '#shared/deletion/erase-job.ts';
import { openStore } from '#shared/store/open-store.ts';
import type { S3Fault, S3Operation } from '#tests/doubles/s3-double.ts';
import { type Erasing, type ErasureBench, startErasureBench } from '#tests/harness/erasure-bench.ts';

let erasures: ErasureBench;
beforeAll(async () => {
  erasures = await startErasureBench();
});
beforeEach(() => {
  erasures.fault = () => null;
  erasures.violations.length = 0;
  erasures.double.requests.length = 0;
});
afterAll(async () => erasures.close());

const body = Buffer.from('x');

/** Three keys, one of them in two versions and one behind a delete marker, and an open upload: six entries. */
async function filled(): Promise<Erasing> {
  const job = await erasures.deleting();
  const { bucket } = erasures.double;
  for (const name of ['a', 'b', 'b', 'c']) bucket.put(`${job.prefix}${name}`, body, {});
  bucket.remove(`${job.prefix}c`, null);
  bucket.openUpload(`${job.prefix}d`);
  return job;
}

/** FAILED for now with its code, nothing of the job's rows gone; and done as soon as the store is well again. */
async function endsWhenWell(job: Erasing, objects: number): Promise<void> {
  expect(await erasures.manifest(job.jobId)).toMatchObject({
    status: 'FAILED',
    error_code: 'store-unavailable',
    completed_at: null,
  });
  expect((await erasures.bench.job(job.jobId)).status).toBe('DELETING');
  erasures.fault = () => null;
  erasures.double.deleteErrors.clear();
  expect(await erasures.attempt(job.jobId)).toBeNull();
  await erasures.expectErased(job, objects);
}

describe('an erasure whose store fails is FAILED, and ends when it is well again', () => {
  const operations: S3Operation[] = [
    'ListMultipartUploads',
    'ListObjectVersions',
    'DeleteObjects',
    'AbortMultipartUpload',
  ];
  const faults: S3Fault[] = [
    { status: 500, code: 'InternalError' },
    { status: 503, code: 'SlowDown' },
    { status: 403, code: 'AccessDenied' },
    'drop',
  ];
  const lasting = operations.flatMap((operation) => faults.map((fault) => ({ operation, fault })));

  test.each(lasting)('$operation is answered $fault', async ({ operation, fault }) => {
    const job = await filled();
    erasures.fault = (request) => (request.operation === operation ? fault : null);
    expect(await erasures.attempt(job.jobId)).toBe('store-unavailable');
    await endsWhenWell(job, 6);
  });

  test.each(
    operations.flatMap((operation) => [
      { operation, fault: 'hang' as const },
      { operation, fault: 'stall' as const },
    ]),
  )('$operation is not answered, or not to its end: $fault', async ({ operation, fault }) => {
    const job = await filled();
    const { settings } = erasures.double;
    const limits = { ...settings.limits, idleTimeoutMs: 100, requestTimeoutMs: 100, maxAttempts: 2 };
    const impatient = await openStore({ kind: 's3', ...settings, limits });
    erasures.fault = (request) => (request.operation === operation ? fault : null);
    expect(await erasures.attempt(job.jobId, impatient)).toBe('store-unavailable');
    await endsWhenWell(job, 6);
    await impatient.close();
  });

  test.each(['ListMultipartUploads', 'ListObjectVersions', 'DeleteObjects'] as const)(
    'the answer to %s is cut in its middle, though it was done',
    async (operation) => {
      const job = await filled();
      erasures.fault = (request) => (request.operation === operation ? 'cut' : null);
      expect(await erasures.attempt(job.jobId)).toBe('store-unavailable');
      await endsWhenWell(job, 6);
    },
  );

  test.each(['AccessDenied', 'InternalError'])(
    'DeleteObjects answers 200 and says %s of one key',
    async (code) => {
      const job = await filled();
      erasures.double.deleteErrors.set(`${job.prefix}b`, code);
      expect(await erasures.attempt(job.jobId)).toBe('store-unavailable');
      await endsWhenWell(job, 6);
    },
  );

  test('the bucket shows what was deleted for a while longer', async () => {
    const job = await filled();
    erasures.double.bucket.lag();
    expect(await erasures.attempt(job.jobId)).toBe('store-unavailable');
    expect(erasures.double.bucket.entries).toEqual([]);
    expect((await erasures.bench.job(job.jobId)).status).toBe('DELETING');
    erasures.double.bucket.catchUp();
    expect(await erasures.attempt(job.jobId)).toBeNull();
    await erasures.expectErased(job, 6);
  });

  test('an object comes between each listing and its deletes', async () => {
    const job = await filled();
    let late = 0;
    erasures.fault = ({ operation }) => {
      if (operation === 'DeleteObjects')
        erasures.double.bucket.put(`${job.prefix}late-${(late += 1)}`, body, {});
      return null;
    };
    expect(await erasures.attempt(job.jobId)).toBe('store-unavailable');
    expect(await erasures.attempt(job.jobId)).toBe('store-unavailable');
    expect(await erasures.attempt(job.jobId)).toBe('store-unavailable');
    await endsWhenWell(job, 6 + 3);
  });
});

describe('an erasure of many versions', () => {
  const versions = 2500;

  async function large(): Promise<Erasing> {
    const job = await erasures.deleting();
    const { bucket } = erasures.double;
    for (let index = 0; index < versions - 20; index += 1) bucket.put(`${job.prefix}${index % 50}`, body, {});
    for (let index = 0; index < 20; index += 1) bucket.remove(`${job.prefix}${index}`, null);
    for (let index = 0; index < 3; index += 1) bucket.openUpload(`${job.prefix}0`);
    return job;
  }

  test('goes through every page, and counts versions, markers and open uploads', async () => {
    const job = await large();
    expect(await erasures.attempt(job.jobId)).toBeNull();
    await erasures.expectErased(job, versions + 3);
    const listings = erasures.double.requests.filter(({ operation }) => operation === 'ListObjectVersions');
    expect(listings).toHaveLength(4);
  });

  test.each([2, 3])('breaks off at listing %i, deletes nothing, and ends later', async (page) => {
    const job = await large();
    let listings = 0;
    erasures.fault = ({ operation }) => {
      if (operation === 'ListObjectVersions') listings += 1;
      return listings >= page ? { status: 500, code: 'InternalError' } : null;
    };
    expect(await erasures.attempt(job.jobId)).toBe('store-unavailable');
    expect(erasures.double.bucket.entries).toHaveLength(versions);
    expect(await erasures.attempt(job.jobId)).toBe('store-unavailable');
    await endsWhenWell(job, versions + 3);
  });

  test('that breaks off between its deletes counts what was deleted before, once', async () => {
    const job = await large();
    let deletes = 0;
    erasures.fault = ({ operation }) => {
      if (operation === 'DeleteObjects') deletes += 1;
      return deletes > 4 ? { status: 503, code: 'SlowDown' } : null;
    };
    expect(await erasures.attempt(job.jobId)).toBe('store-unavailable');
    const left = erasures.double.bucket.entries.length;
    expect(left).toBe(versions - 4 * 250);
    erasures.fault = ({ operation }) => (operation === 'DeleteObjects' ? 'drop' : null);
    expect(await erasures.attempt(job.jobId)).toBe('store-unavailable');
    expect((await erasures.manifest(job.jobId)).objects_deleted).toBe(4 * 250);
    expect(await erasures.attempt(job.jobId)).toBe('store-unavailable');
    await endsWhenWell(job, versions + 3);
  });
});

describe('an erasure', () => {
  test('whose listing takes its time is not begun beside by another worker', async () => {
    const job = await filled();
    const { ctx } = erasures.bench;
    const listing = Promise.withResolvers<void>();
    const goOn = Promise.withResolvers<void>();
    erasures.fault = async ({ operation }) => {
      if (operation !== 'ListObjectVersions') return null;
      listing.resolve();
      await goOn.promise;
      return null;
    };
    const slow = erasures.attempt(job.jobId);
    await listing.promise;
    expect(await eraseJob(ctx, job.jobId)).toEqual({ state: 'busy' });
    expect((await erasures.bench.job(job.jobId)).status).toBe('DELETING');
    goOn.resolve();
    expect(await slow).toBeNull();
    await erasures.expectErased(job, 6);
  });

  test('from which a lagging listing hid an object finds it a day later, and tells of it', async () => {
    const job = await erasures.deleting();
    const { bucket } = erasures.double;
    bucket.lag();
    bucket.put(`${job.prefix}hidden`, body, {});
    expect(await erasures.attempt(job.jobId)).toBeNull();
    // What no listing shows, no erasure can know of: this is what it is looked at once more for.
    expect(erasures.violations).not.toEqual([]);
    bucket.catchUp();
    await sql`update deletion_manifests set completed_at = completed_at - interval '25 hours'`.execute(
      erasures.bench.ctx.db,
    );
    expect(await erasures.attempt(job.jobId)).toBeNull();
    expect(bucket.entries).toEqual([]);
    expect((await erasures.manifest(job.jobId)).sealed_at).toBeNull();
    await erasures.bench.ctx.trail.flush(30_000);
    const told = await erasures.bench.ctx.db
      .selectFrom('audit_events')
      .select('metadata')
      .where('event_type', '=', 'RESURRECTION_BLOCKED')
      .execute();
    expect(told).toEqual([{ metadata: { attempt: 'look', objects: 1 } }]);
  });
});
