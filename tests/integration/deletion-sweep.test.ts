import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { findManifest } from '#db/deletions.ts';
import { eraseJob } from '#shared/deletion/erase-job.ts';
import { getDeletion } from '#shared/deletion/get-deletion.ts';
import { requestDeletion } from '#shared/deletion/request-deletion.ts';
import { sweepDeletions } from '#shared/deletion/sweep-deletions.ts';
import { AppError } from '#shared/errors.ts';
import { createJob } from '#shared/jobs/create-job.ts';
import { storeWith } from '#tests/harness/store-with.ts';
import { startWorkerBench, type WorkerBench } from '#tests/harness/worker-bench.ts';

let bench: WorkerBench;
beforeEach(async () => {
  bench = await startWorkerBench({ DELETION_SWEEP_INTERVAL_SECONDS: '100' });
});
afterEach(async () => bench.close());

async function deleting(): Promise<string> {
  const { jobId } = await createJob(bench.user, {
    filename: 'a.pdf',
    bytes: 10,
    sha256: 'a'.repeat(64),
    contentType: 'application/pdf',
  });
  await requestDeletion(bench.user, jobId);
  return jobId;
}

async function erased(): Promise<string> {
  const jobId = await deleting();
  expect(await eraseJob(bench.ctx, jobId)).toEqual({ state: 'done' });
  return jobId;
}

/** As if so many hours had passed since everything that has happened. */
const pass = async (hours: number): Promise<void> => {
  await sql`
    update deletion_manifests
       set requested_at = requested_at - make_interval(hours => ${hours}::int),
           completed_at = completed_at - make_interval(hours => ${hours}::int),
           next_attempt_at = next_attempt_at - make_interval(hours => ${hours}::int)`.execute(bench.ctx.db);
};

const manifestOf = async (jobId: string) => {
  const manifest = await findManifest(bench.ctx.db, jobId);
  if (manifest === undefined) throw new Error('there is no manifest');
  return manifest;
};

describe('the sweep', () => {
  test('of several at once no two take the same deletion, and none is left', async () => {
    for (let count = 0; count < 12; count += 1) await deleting();
    const add = vi.spyOn(bench.ctx.queues, 'add');
    const sweeps = await Promise.all([1, 2, 3, 4].map(async () => sweepDeletions(bench.ctx)));
    expect(sweeps.reduce((sum, { rung }) => sum + rung, 0)).toBe(12);
    const rung = add.mock.calls.map(([, payload]) => ('jobId' in payload ? payload.jobId : ''));
    expect(new Set(rung).size).toBe(12);
    expect(await sweepDeletions(bench.ctx)).toEqual({ rung: 0, overdue: 0 });
  });

  test('waits twice as long after each attempt, from the set interval up to six hours', async () => {
    const jobId = await deleting();
    const broken = storeWith(bench.ctx.store, {
      list: () => {
        throw new AppError('store-unavailable', 'The store is away.');
      },
    });
    const waits: number[] = [];
    for (let attempt = 0; attempt < 12; attempt += 1) {
      await expect(eraseJob({ ...bench.ctx, store: broken }, jobId)).rejects.toThrow('away');
      const { rows } = await sql<{ seconds: number }>`
        select extract(epoch from next_attempt_at - now())::float8 as seconds from deletion_manifests`.execute(
        bench.ctx.db,
      );
      waits.push(rows[0]?.seconds ?? 0);
    }
    const due = Array.from({ length: 12 }, (_, attempt) => Math.min(100 * 2 ** attempt, 6 * 3600));
    // Some of it has passed when it is read.
    for (const [attempt, seconds] of waits.entries()) {
      expect(seconds).toBeLessThanOrEqual(due[attempt] ?? 0);
      expect(seconds).toBeGreaterThan((due[attempt] ?? 0) * 0.6);
    }
    expect(await sweepDeletions(bench.ctx)).toMatchObject({ rung: 0 });
    await pass(6);
    expect(await sweepDeletions(bench.ctx)).toMatchObject({ rung: 1 });
  });

  test('a deletion that takes longer than a day is an error in the log, without a name', async () => {
    const error = vi.spyOn(bench.ctx.log, 'error');
    const jobId = await deleting();
    await pass(23);
    expect(await sweepDeletions(bench.ctx)).toEqual({ rung: 1, overdue: 0 });
    expect(error).not.toHaveBeenCalled();
    await pass(2);
    expect(await sweepDeletions(bench.ctx)).toEqual({ rung: 1, overdue: 1 });
    expect(error).toHaveBeenCalledExactlyOnceWith(
      expect.not.objectContaining({ user_id: expect.anything() as unknown }),
      'a deletion is overdue',
    );
    expect(error.mock.calls[0]?.[0]).toMatchObject({ jobId, status: 'PENDING' });
  });

  test('while one worker erases a job, another one leaves it alone', async () => {
    const jobId = await deleting();
    const { store } = bench.ctx;
    const outcomes: unknown[] = [];
    const watched = storeWith(store, {
      async *list(prefix: string) {
        outcomes.push(await eraseJob(bench.ctx, jobId));
        yield* store.list(prefix);
      },
    });
    expect(await eraseJob({ ...bench.ctx, store: watched }, jobId)).toEqual({ state: 'done' });
    expect(outcomes).toEqual([{ state: 'busy' }, { state: 'busy' }]);
  });
});

test('a look that began before the last upload address had expired is not the last one', async () => {
  const jobId = await deleting();
  const { store } = bench.ctx;
  const begun = Date.now();
  const clock = vi.spyOn(Date, 'now');
  // The address expires while the store is being listed.
  const slow = storeWith(store, {
    revocableUploads: false,
    async *list(prefix: string) {
      yield* store.list(prefix);
      clock.mockReturnValue(begun + 400_000);
    },
  });
  expect(await eraseJob({ ...bench.ctx, store: slow }, jobId)).toMatchObject({ state: 'later' });
  expect((await manifestOf(jobId)).status).toBe('DELETING');
  expect(await eraseJob({ ...bench.ctx, store: slow }, jobId)).toEqual({ state: 'done' });
  clock.mockRestore();
});

describe('an erased job', () => {
  const late = async (jobId: string): Promise<void> => {
    const { object_prefix: prefix } = await manifestOf(jobId);
    await bench.ctx.store.put(`${prefix}incoming/1/source.pdf`, Buffer.from('late'), 'application/pdf');
  };
  const blocked = async (): Promise<unknown[]> => {
    await bench.ctx.trail.flush(30_000);
    return bench.ctx.db
      .selectFrom('audit_events')
      .select(['job_id', 'metadata'])
      .where('event_type', '=', 'RESURRECTION_BLOCKED')
      .execute();
  };

  test('is looked at once more a day later, and sealed where nothing has come back', async () => {
    const jobId = await erased();
    const { certificate } = await getDeletion(bench.user, jobId);
    await pass(23);
    expect(await sweepDeletions(bench.ctx)).toMatchObject({ rung: 0 });
    // A doorbell that comes too early does not seal.
    await eraseJob(bench.ctx, jobId);
    expect((await manifestOf(jobId)).sealed_at).toBeNull();
    await pass(2);
    expect(await sweepDeletions(bench.ctx)).toMatchObject({ rung: 1, overdue: 0 });
    await eraseJob(bench.ctx, jobId);
    const sealed = await getDeletion(bench.user, jobId);
    expect(sealed).toMatchObject({
      status: 'COMPLETED',
      sealedAt: expect.any(String) as string,
      certificate,
    });
    await pass(100);
    expect(await sweepDeletions(bench.ctx)).toMatchObject({ rung: 0 });
    expect(await blocked()).toEqual([]);
  });

  test('that has come back is removed again, told of, and sealed only after another day', async () => {
    const jobId = await erased();
    await late(jobId);
    await pass(25);
    await eraseJob(bench.ctx, jobId);
    expect(await blocked()).toEqual([{ job_id: jobId, metadata: { attempt: 'look', objects: 1 } }]);
    for await (const { key } of bench.ctx.store.list('jobs/')) expect.unreachable(`${key} stayed`);
    expect((await manifestOf(jobId)).sealed_at).toBeNull();
    expect(await sweepDeletions(bench.ctx)).toMatchObject({ rung: 0 });
    await pass(25);
    expect(await sweepDeletions(bench.ctx)).toMatchObject({ rung: 1 });
    await eraseJob(bench.ctx, jobId);
    expect((await manifestOf(jobId)).sealed_at).not.toBeNull();
    expect(await blocked()).toHaveLength(1);
  });

  test('that cannot be looked at stays to be sealed', async () => {
    const jobId = await erased();
    await pass(25);
    const elsewhere = storeWith(bench.ctx.store, { bucket: 'another' });
    await expect(eraseJob({ ...bench.ctx, store: elsewhere }, jobId)).rejects.toMatchObject({
      code: 'config-invalid',
    });
    expect(await manifestOf(jobId)).toMatchObject({ status: 'COMPLETED', sealed_at: null });
    await pass(30);
    expect(await sweepDeletions(bench.ctx)).toMatchObject({ rung: 1, overdue: 1 });
  });
});
