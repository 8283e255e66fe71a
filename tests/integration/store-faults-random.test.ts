import * as fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openStore } from '#shared/store/open-store.ts';
import type { ObjectStore } from '#shared/store/object-store.ts';
import type { S3Fault } from '#tests/doubles/s3-double.ts';
import { type Erasing, type ErasureBench, startErasureBench } from '#tests/harness/erasure-bench.ts';

/** How many histories are tried; the environment may ask for more. */
const histories = Number(process.env['STORE_FAULT_HISTORIES'] ?? 25);
const body = Buffer.from('x');

let erasures: ErasureBench;
/** Every fault reaches the erasure: nothing is tried again by the client. */
let store: ObjectStore;
beforeAll(async () => {
  erasures = await startErasureBench({ pageSize: 3 });
  const { settings } = erasures.double;
  const limits = { ...settings.limits, idleTimeoutMs: 250, requestTimeoutMs: 250, maxAttempts: 1 };
  store = await openStore({ kind: 's3', ...settings, limits, deleteBatch: 4 });
});
afterAll(async () => {
  await store.close();
  await erasures.close();
});

/** What befalls one request: a fault of the service, a key that it will not delete, an object that comes late, or nothing. */
type Event = S3Fault | 'well' | { stuck: number } | { late: number };

const event: fc.Arbitrary<Event> = fc.oneof(
  { weight: 6, arbitrary: fc.constant('well' as const) },
  { weight: 6, arbitrary: fc.constantFrom('drop' as const, 'cut' as const) },
  { weight: 1, arbitrary: fc.constantFrom('hang' as const, 'stall' as const) },
  {
    weight: 6,
    arbitrary: fc.constantFrom(
      { status: 500, code: 'InternalError' },
      { status: 503, code: 'SlowDown' },
      { status: 403, code: 'AccessDenied' },
    ),
  },
  { weight: 3, arbitrary: fc.record({ stuck: fc.nat(5) }) },
  { weight: 3, arbitrary: fc.record({ late: fc.nat(5) }) },
);

/** What lies there at first: by key, one after the other. */
const content = fc.array(
  fc.record({
    key: fc.nat(5),
    what: fc.constantFrom('object' as const, 'marker' as const, 'upload' as const),
  }),
  { maxLength: 15 },
);

const history = fc.record({ content, events: fc.array(event, { maxLength: 20 }) });

test(
  'whatever befalls its requests, an erasure ends with an empty bucket, and rows never go first',
  async () => {
    const property = fc.asyncProperty(history, async ({ content: lying, events }) => {
      const job = await erasures.deleting();
      fill(job, lying);
      const ahead = [...events];
      let late = 0;
      erasures.fault = () => {
        const next = ahead.shift() ?? 'well';
        if (typeof next === 'object' && 'late' in next) late += 1;
        return befall(job, next);
      };
      for (let code: string | null = ''; code !== null;) {
        code = await erasures.attempt(job.jobId, ahead.length > 0 ? store : undefined);
        const expected = code === null ? ['COMPLETED', null] : ['FAILED', 'store-unavailable'];
        const { status, error_code: noted, attempts } = await erasures.manifest(job.jobId);
        expect([status, noted]).toEqual(expected);
        expect(attempts).toBeLessThanOrEqual(events.length + 1);
      }
      const { objects_deleted: counted } = await erasures.manifest(job.jobId);
      await erasures.expectErased(job, counted);
      // What comes between an attempt that broke off and the next one hides as many that were deleted.
      expect(counted).toBeLessThanOrEqual(lying.length + late);
      expect(counted).toBeGreaterThanOrEqual(late === 0 ? lying.length : 0);
    });
    await fc.assert(property, { numRuns: histories });
  },
  180_000 * Math.max(1, histories / 25),
);

function fill({ prefix }: Erasing, lying: { key: number; what: 'object' | 'marker' | 'upload' }[]): void {
  const { bucket } = erasures.double;
  for (const { key, what } of lying) {
    if (what === 'object') bucket.put(`${prefix}${key}`, body, {});
    else if (what === 'marker') bucket.remove(`${prefix}${key}`, null);
    else bucket.openUpload(`${prefix}${key}`);
  }
}

function befall({ prefix }: Erasing, next: Event): S3Fault | null {
  const { bucket, deleteErrors } = erasures.double;
  deleteErrors.clear();
  if (next === 'well') return null;
  if (typeof next === 'string' || 'status' in next) return next;
  if ('stuck' in next) deleteErrors.set(`${prefix}${next.stuck}`, 'InternalError');
  else bucket.put(`${prefix}${next.late}`, body, {});
  return null;
}
