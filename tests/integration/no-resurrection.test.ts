import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import { afterEach, describe, expect, test } from 'vitest';
import { waitUntil } from '#bin/wait-until.ts';
import type { Db } from '#db/client.ts';
import type { Ctx, Services } from '#shared/context.ts';
import { eraseJob } from '#shared/deletion/erase-job.ts';
import { requestDeletion } from '#shared/deletion/request-deletion.ts';
import type { CreatedJob } from '#shared/jobs/create-job.ts';
import { jobPrefix } from '#shared/store/keys.ts';
import { newTraceId } from '#shared/trace.ts';
import { startS3Double } from '#tests/doubles/s3-double.ts';
import { queueBackends } from '#tests/harness/queue-backends.ts';
import { tinyScan } from '#tests/harness/samples.ts';
import { storeWith } from '#tests/harness/store-with.ts';
import { startTestSystem, type TestSystem } from '#tests/harness/test-system.ts';
import {
  engineOf,
  openTask,
  pageTask,
  startWorkerBench,
  type WorkerBench,
} from '#tests/harness/worker-bench.ts';
import { openJob } from '#worker/pipeline/open-job.ts';
import { processPage } from '#worker/processors/job-steps.ts';

const closers: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).toReversed()) await close();
});

/** Every attempt that the trail tells of: of which job, which, in whose name. */
async function blocked({ db, trail }: Pick<Services, 'db' | 'trail'>): Promise<unknown[]> {
  await trail.flush(30_000);
  const rows = await db
    .selectFrom('audit_events')
    .select(['job_id', 'metadata', 'user_id', 'ip_address'])
    .where('event_type', '=', 'RESURRECTION_BLOCKED')
    .orderBy('created_at')
    .execute();
  for (const { user_id: user, ip_address: ip } of rows) expect([user, ip]).toEqual([null, null]);
  return rows.map(({ job_id: jobId, metadata }) => ({ jobId, ...metadata }));
}

async function rowsOf(db: Db, jobId: string): Promise<number> {
  const { rows } = await sql<{ n: number }>`
    select ((select count(*) from jobs where id = ${jobId}) + (select count(*) from pages where job_id = ${jobId})
          + (select count(*) from page_charges where job_id = ${jobId}) + (select count(*) from exports where job_id = ${jobId})
          + (select count(*) from job_schedules where job_id = ${jobId})
          + (select count(*) from page_failures where job_id = ${jobId}))::int as n`.execute(db);
  return rows[0]?.n ?? -1;
}

async function objectsOf({ store }: Pick<Services, 'store'>): Promise<string[]> {
  const keys: string[] = [];
  for await (const { key } of store.list('jobs/')) keys.push(key);
  return keys;
}

describe('a worker that is late with a page', () => {
  async function atWork(read: (bench: WorkerBench, jobId: string) => Promise<void>) {
    let jobId = '';
    const bench: WorkerBench = await startWorkerBench(
      {},
      engineOf(async () => {
        await read(bench, jobId);
        return [];
      }),
    );
    closers.push(async () => bench.close());
    const job = await bench.submit(await tinyScan(1));
    jobId = job.id;
    await openJob(bench.ctx, openTask(job));
    return { bench, job };
  }

  test('whose job was marked meanwhile is refused, and told of', async () => {
    const { bench, job } = await atWork(async ({ user }, jobId) => void (await requestDeletion(user, jobId)));
    await processPage(bench.ctx, pageTask(job, 1));
    expect(await blocked(bench.ctx)).toEqual([{ jobId: job.id, attempt: 'page', objects: 1 }]);
    // A task that was not begun before is only left over.
    await processPage(bench.ctx, pageTask(job, 1));
    expect(await blocked(bench.ctx)).toHaveLength(1);
    expect(await eraseJob(bench.ctx, job.id)).toEqual({ state: 'done' });
    expect([await rowsOf(bench.ctx.db, job.id), await objectsOf(bench.ctx)]).toEqual([0, []]);
  });

  const eraseWhole = async ({ ctx, user }: WorkerBench, jobId: string): Promise<void> => {
    await requestDeletion(user, jobId);
    expect(await eraseJob(ctx, jobId)).toEqual({ state: 'done' });
  };

  test('whose job was erased meanwhile is refused, and told of once', async () => {
    const { bench, job } = await atWork(eraseWhole);
    await processPage(bench.ctx, pageTask(job, 1));
    expect(await blocked(bench.ctx)).toEqual([{ jobId: job.id, attempt: 'page', objects: 0 }]);
    expect([await rowsOf(bench.ctx.db, job.id), await objectsOf(bench.ctx)]).toEqual([0, []]);
  });

  test('whose job was erased between its picture and its commit loses both', async () => {
    const { bench, job } = await atWork(async () => {});
    const late = storeWith(bench.ctx.store, {
      put: async (...object) => {
        await eraseWhole(bench, job.id);
        await bench.ctx.store.put(...object);
      },
    });
    await processPage({ ...bench.ctx, store: late }, pageTask(job, 1));
    expect(await blocked(bench.ctx)).toEqual([{ jobId: job.id, attempt: 'page', objects: 1 }]);
    expect([await rowsOf(bench.ctx.db, job.id), await objectsOf(bench.ctx)]).toEqual([0, []]);
    // The same task again, as after a crash, is another attempt.
    await processPage(bench.ctx, pageTask(job, 1));
    expect(await blocked(bench.ctx)).toHaveLength(2);
  });
});

async function announce(system: TestSystem, bytes: Uint8Array): Promise<CreatedJob> {
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const body = JSON.stringify({ filename: 'a.pdf', bytes: bytes.length, sha256 });
  return (await (await system.fetch('/api/jobs', { method: 'POST', body })).json()) as CreatedJob;
}

const workerCtx = (system: TestSystem): Ctx => ({
  ...system.services,
  actor: { kind: 'system', name: 'worker' },
  traceId: newTraceId(),
});

describe('an upload that comes after the deletion was asked for', () => {
  const bytes = Buffer.from('%PDF-1.7 x');
  const put = async ({ upload }: CreatedJob): Promise<number> =>
    (await fetch(upload.url, { method: 'PUT', headers: upload.headers, body: bytes })).status;
  const ask = async (system: TestSystem, { jobId }: CreatedJob): Promise<void> => {
    expect((await system.fetch(`/api/jobs/${jobId}/delete`, { method: 'POST' })).status).toBe(202);
  };

  test('is refused by the store on disk, before and after completion, and told of each time', async () => {
    const system = await startTestSystem({ AUDIT_FLUSH_INTERVAL_MS: '50' }, { withWorker: false });
    closers.push(system.close);
    const job = await announce(system, bytes);
    await ask(system, job);
    const told = { jobId: job.jobId, attempt: 'upload', objects: 0 };
    expect(await put(job)).toBe(409);
    expect(await blocked(system.services)).toEqual([told]);
    expect(await eraseJob(workerCtx(system), job.jobId)).toEqual({ state: 'done' });
    expect(await put(job)).toBe(409);
    expect(await blocked(system.services)).toEqual([told, told]);
    expect(await objectsOf(system.services)).toEqual([]);
    // One that a start had overtaken is nobody's concern.
    const started = await announce(system, bytes);
    expect(await put(started)).toBe(200);
    await system.fetch(`/api/jobs/${started.jobId}/start`, { method: 'POST' });
    expect(await put(started)).toBe(409);
    expect(await blocked(system.services)).toHaveLength(2);
  });

  test('which S3 takes while its address is valid is found by the next look, and told of', async () => {
    const double = await startS3Double();
    closers.push(async () => double.close());
    const { bucket, endpoint = '', accessKeyId = '', secretAccessKey = '' } = double.settings;
    const system = await startTestSystem(
      {
        S3_BUCKET: bucket,
        S3_ENDPOINT: endpoint,
        S3_FORCE_PATH_STYLE: 'true',
        S3_ACCESS_KEY_ID: accessKeyId,
        S3_SECRET_ACCESS_KEY: secretAccessKey,
      },
      { withWorker: false },
    );
    closers.push(system.close);
    const { db } = system.services;
    const ctx = workerCtx(system);
    const job = await announce(system, bytes);
    await ask(system, job);
    expect(await eraseJob(ctx, job.jobId)).toMatchObject({ state: 'later' });
    expect(await put(job)).toBe(200);
    // As if the address had expired since: the last look.
    await sql`update deletion_manifests set uploads_expire_at = now() - interval '1 second'`.execute(db);
    expect(await eraseJob(ctx, job.jobId)).toEqual({ state: 'done' });
    expect(await blocked(system.services)).toEqual([{ jobId: job.jobId, attempt: 'upload', objects: 1 }]);
    // It was not; so it serves once more, and the look a day later finds what it brought.
    expect(await put(job)).toBe(200);
    await sql`update deletion_manifests set completed_at = completed_at - interval '25 hours'`.execute(db);
    expect(await eraseJob(ctx, job.jobId)).toEqual({ state: 'done' });
    expect((await blocked(system.services)).slice(1)).toEqual([
      { jobId: job.jobId, attempt: 'look', objects: 1 },
    ]);
    expect(await objectsOf(system.services)).toEqual([]);
    expect(await rowsOf(db, job.jobId)).toBe(0);
  });
});

describe.each(queueBackends())('a task made by hand on $name', ({ redisUrl }) => {
  test('brings nothing of an erased job back, whatever it is, and each is told of', async () => {
    const system = await startTestSystem({ REDIS_URL: redisUrl, AUDIT_FLUSH_INTERVAL_MS: '50' });
    closers.push(system.close);
    const { queues, db, store } = system.services;
    const { jobId } = await system.client.submit('a.pdf', await tinyScan(1));
    await system.fetch(`/api/jobs/${jobId}/delete`, { method: 'POST' });
    const status = async (): Promise<unknown> =>
      (await db.selectFrom('deletion_manifests').select('status').executeTakeFirst())?.status;
    await waitUntil(status, (now) => now === 'COMPLETED');
    const waiting = async (): Promise<number> => {
      const counts = (['open', 'page', 'assemble', 'export', 'erase'] as const).map(async (each) =>
        queues.waiting(each),
      );
      return (await Promise.all(counts)).reduce((sum, count) => sum + count, 0);
    };
    await waitUntil(waiting, (count) => count === 0);
    await blocked(system.services);
    // Its own work may have come too late.
    await db.deleteFrom('audit_events').where('event_type', '=', 'RESURRECTION_BLOCKED').execute();
    await store.put(
      `${jobPrefix('tenant-a', jobId)}incoming/1/source.pdf`,
      await tinyScan(1),
      'application/pdf',
    );
    const doorbell = { jobId, run: 1, traceId: newTraceId() };
    const { traceId } = doorbell;
    await queues.add('open', doorbell, { taskId: 'hand-open' });
    await waitUntil(
      async () => blocked(system.services),
      (found) => found.length === 1,
    );
    await queues.add('page', { ...doorbell, pageNo: 1 }, { taskId: 'hand-page' });
    await queues.add('assemble', { ...doorbell, run: 2 }, { taskId: 'hand-assemble' });
    await queues.add('export', { jobId, traceId, exportId: jobId }, { taskId: 'hand-export' });
    // Rings for what is over: no attempt, and nothing to tell.
    await queues.add('erase', { jobId, traceId }, { taskId: 'hand-erase' });
    await queues.add('open', { ...doorbell, quote: true }, { taskId: 'hand-quote' });
    const told = (await waitUntil(
      async () => blocked(system.services),
      (found) => found.length >= 5,
    )) as { attempt: string }[];
    expect(told.map(({ attempt }) => attempt).toSorted()).toEqual([
      'assemble',
      'export',
      'open',
      'open',
      'page',
    ]);
    expect(told[0]).toEqual({ jobId, attempt: 'open', objects: 1 });
    expect([await rowsOf(db, jobId), await objectsOf(system.services)]).toEqual([0, []]);
    expect(await status()).toBe('COMPLETED');
  });
});
