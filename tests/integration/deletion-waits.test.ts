import { afterEach, describe, expect, test } from 'vitest';
import { waitUntil } from '#bin/wait-until.ts';
import { findManifest } from '#db/deletions.ts';
import { noteEvent } from '#shared/audit/note-event.ts';
import { eraseJob } from '#shared/deletion/erase-job.ts';
import { requestDeletion } from '#shared/deletion/request-deletion.ts';
import { requestExport } from '#shared/exports/request-export.ts';
import { consume } from '#shared/queue/consume.ts';
import type { QueueName } from '#shared/queue/table.ts';
import { queueBackends } from '#tests/harness/queue-backends.ts';
import { redisBackends } from '#tests/harness/redis-backends.ts';
import { tinyScan } from '#tests/harness/samples.ts';
import { openTask, startWorkerBench, type WorkerBench } from '#tests/harness/worker-bench.ts';
import { consumeAudit } from '#worker/audit/consume-audit.ts';
import { assembleJob } from '#worker/pipeline/assemble-job.ts';
import { openJob } from '#worker/pipeline/open-job.ts';

let bench: WorkerBench;
const endings: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const end of endings.splice(0)) await end();
  await bench.close();
});

/** Takes tasks off the open queue and holds them until it is released. */
async function holdTasks(): Promise<{ held: Promise<void>; release: () => void }> {
  const [held, released] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  const { config, queues, log } = bench.ctx;
  const signal = new AbortController().signal;
  const handle = async (): Promise<void> => {
    held.resolve();
    await released.promise;
  };
  const worker = consume({
    config,
    log,
    backend: queues.backend,
    queue: 'open',
    concurrency: 1,
    signal,
    handle,
  });
  endings.push(async () => worker.close());
  await worker.waitUntilReady();
  return { held: held.promise, release: released.resolve };
}

async function submitted(): Promise<string> {
  return (await bench.submit(await tinyScan(3))).id;
}

describe.each(queueBackends())('an erasure on $name', ({ redisUrl }) => {
  test('waits for the worker that has a task of its job in hand, and takes nothing before', async () => {
    bench = await startWorkerBench({ REDIS_URL: redisUrl });
    const worker = await holdTasks();
    const jobId = await submitted();
    await worker.held;
    await requestDeletion(bench.user, jobId);
    expect(await eraseJob(bench.ctx, jobId)).toEqual({ state: 'later', waitMs: 1000 });
    expect(await findManifest(bench.ctx.db, jobId)).toMatchObject({ status: 'DELETING', attempts: 0 });
    expect((await bench.job(jobId)).status).toBe('DELETING');
    worker.release();
    await waitUntil(
      async () => eraseJob(bench.ctx, jobId),
      ({ state }) => state === 'done',
    );
    expect(await findManifest(bench.ctx.db, jobId)).toMatchObject({ status: 'COMPLETED', attempts: 1 });
  });

  test('does not wait for ever: after DELETION_WAIT_SECONDS it goes on without the worker', async () => {
    bench = await startWorkerBench({ REDIS_URL: redisUrl, DELETION_WAIT_SECONDS: '0' });
    const worker = await holdTasks();
    const jobId = await submitted();
    await worker.held;
    await requestDeletion(bench.user, jobId);
    expect((await eraseJob(bench.ctx, jobId)).state).toBe('done');
    worker.release();
  });

  test('takes the tasks that wait off the queues, of every run and kind', async () => {
    bench = await startWorkerBench({ REDIS_URL: redisUrl });
    const opened = await bench.submit(await tinyScan(3));
    await openJob(bench.ctx, openTask(opened));
    const completed = await bench.submit(await tinyScan(0));
    await openJob(bench.ctx, openTask(completed));
    await assembleJob(bench.ctx, openTask(completed).payload);
    await requestExport(bench.user, completed.id, { format: 'pdf' });
    expect(await waiting()).toEqual({ open: 2, page: 3, assemble: 2, export: 1 });
    for (const { id } of [opened, completed]) {
      await requestDeletion(bench.user, id);
      expect((await eraseJob(bench.ctx, id)).state).toBe('done');
    }
    expect(await waiting()).toEqual({ open: 0, page: 0, assemble: 0, export: 0 });
  });
});

async function waiting(): Promise<Partial<Record<QueueName, number>>> {
  const counts: Partial<Record<QueueName, number>> = {};
  for (const queue of ['open', 'page', 'assemble', 'export'] as const)
    counts[queue] = await bench.ctx.queues.waiting(queue);
  return counts;
}

describe.each(redisBackends())('an erasure with the trail on $name', ({ redisUrl }) => {
  test('waits until the events of before have left the stream', async () => {
    const durable = { REDIS_URL: redisUrl, AUDIT_DURABLE_MODE: 'redis' };
    bench = await startWorkerBench(durable);
    const jobId = await submitted();
    const job = await bench.job(jobId);
    await noteEvent(bench.ctx, {
      tenantId: 't',
      userId: 'u',
      ip: '192.0.2.1',
      traceId: bench.user.traceId,
      type: 'AUDIT_READ',
      job,
      metadata: {},
    });
    await requestDeletion(bench.user, jobId);
    expect((await eraseJob(bench.ctx, jobId)).state).toBe('later');
    const consumer = consumeAudit(bench.ctx);
    endings.push(async () => consumer?.stop());
    await waitUntil(
      async () => eraseJob(bench.ctx, jobId),
      ({ state }) => state === 'done',
    );
    const rows = await bench.ctx.db.selectFrom('audit_events').selectAll().execute();
    expect(rows.filter((row) => row.event_type === 'AUDIT_READ')).toHaveLength(1);
    expect(rows.filter((row) => row.user_id !== null || row.ip_address !== null)).toEqual([]);
  });
});
