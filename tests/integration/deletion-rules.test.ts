import { afterEach, describe, expect, test } from 'vitest';
import { findManifest } from '#db/deletions.ts';
import { eraseJob } from '#shared/deletion/erase-job.ts';
import { requestDeletion } from '#shared/deletion/request-deletion.ts';
import { requestExport } from '#shared/exports/request-export.ts';
import { digitalSample, sample } from '#tests/harness/samples.ts';
import { storeWith } from '#tests/harness/store-with.ts';
import { openTask, startWorkerBench, type WorkerBench } from '#tests/harness/worker-bench.ts';
import { assembleJob } from '#worker/pipeline/assemble-job.ts';
import { exportSchedules } from '#worker/pipeline/export-schedules.ts';
import { openJob } from '#worker/pipeline/open-job.ts';
import { processOpen } from '#worker/processors/job-steps.ts';

let bench: WorkerBench;
afterEach(async () => bench.close());

async function completedJob(): Promise<{ id: string; objects: () => Promise<string[]> }> {
  bench = await startWorkerBench();
  const job = await bench.submit(await sample(digitalSample));
  await openJob(bench.ctx, openTask(job));
  await assembleJob(bench.ctx, openTask(job).payload);
  return {
    id: job.id,
    objects: async () => {
      const keys: string[] = [];
      for await (const object of bench.ctx.store.list('jobs/')) keys.push(object.key);
      return keys;
    },
  };
}

describe('deletion', () => {
  test('an export that was being written when its job was erased leaves no file', async () => {
    const job = await completedJob();
    const { exportId } = await requestExport(bench.user, job.id, { format: 'json' });
    const { store } = bench.ctx;
    // The erasure comes in between: after the export has read its schedules, before its file is there.
    const late = storeWith(store, {
      put: async (...file) => {
        await requestDeletion(bench.user, job.id);
        expect((await eraseJob(bench.ctx, job.id)).state).toBe('done');
        await store.put(...file);
      },
    });
    await exportSchedules(
      { ...bench.ctx, store: late },
      { exportId, jobId: job.id, signal: new AbortController().signal },
    );
    expect((await findManifest(bench.ctx.db, job.id))?.status).toBe('COMPLETED');
    expect(await job.objects()).toEqual([]);
  });

  test('a file left by an export whose worker was killed is removed when its task comes again', async () => {
    const job = await completedJob();
    const { exportId } = await requestExport(bench.user, job.id, { format: 'json' });
    await requestDeletion(bench.user, job.id);
    await eraseJob(bench.ctx, job.id);
    const prefix = (await findManifest(bench.ctx.db, job.id))?.object_prefix ?? '';
    await bench.ctx.store.put(`${prefix}exports/1/${exportId}.json`, Buffer.from('{}'), 'application/json');
    await exportSchedules(bench.ctx, { exportId, jobId: job.id, signal: new AbortController().signal });
    expect(await job.objects()).toEqual([]);
    await bench.ctx.trail.flush(30_000);
    const blocked = await bench.ctx.db
      .selectFrom('audit_events')
      .select(['job_id', 'metadata', 'user_id'])
      .where('event_type', '=', 'RESURRECTION_BLOCKED')
      .execute();
    expect(blocked).toEqual([{ job_id: job.id, metadata: { attempt: 'export', objects: 1 }, user_id: null }]);
  });

  test('the picture of a page that was being read when its job was erased does not stay', async () => {
    bench = await startWorkerBench();
    const job = await bench.submit(await sample(digitalSample));
    const { store } = bench.ctx;
    // Erased once, before the first picture is put.
    let erasure: Promise<string> | undefined;
    const erase = async (): Promise<string> => {
      await requestDeletion(bench.user, job.id);
      return (await eraseJob(bench.ctx, job.id)).state;
    };
    const late = storeWith(store, {
      put: async (...file) => {
        erasure ??= erase();
        await erasure;
        await store.put(...file);
      },
    });
    // The rows are gone: the first try may fail on that, the next one hears that the job is over, and cleans up.
    const ctx = { ...bench.ctx, store: late };
    await processOpen(ctx, openTask(job)).catch(async () => processOpen(ctx, openTask(job)));
    expect(await erasure).toBe('done');
    for await (const { key } of store.list('jobs/')) expect.unreachable(`${key} stayed`);
  });

  test('is refused by a process that looks into another store: an empty listing there proves nothing', async () => {
    const job = await completedJob();
    await requestDeletion(bench.user, job.id);
    const elsewhere = storeWith(bench.ctx.store, { bucket: 'another' });
    await expect(eraseJob({ ...bench.ctx, store: elsewhere }, job.id)).rejects.toMatchObject({
      code: 'config-invalid',
    });
    expect((await bench.job(job.id)).status).toBe('DELETING');
    expect(await job.objects()).not.toEqual([]);
    expect((await eraseJob(bench.ctx, job.id)).state).toBe('done');
    expect(await job.objects()).toEqual([]);
  });

  test('asked for twice it is one deletion with one completion', async () => {
    const job = await completedJob();
    const first = await requestDeletion(bench.user, job.id);
    const again = await requestDeletion(bench.user, job.id);
    expect(again).toEqual(first);
    await Promise.all([eraseJob(bench.ctx, job.id), eraseJob(bench.ctx, job.id)]);
    await eraseJob(bench.ctx, job.id);
    const events = await bench.ctx.db
      .selectFrom('audit_events')
      .select('event_type')
      .where('job_id', '=', job.id)
      .execute();
    expect(events.filter((event) => event.event_type === 'DELETION_COMPLETED')).toHaveLength(1);
  });
});
