import { afterAll, beforeAll, expect, test } from 'vitest';
import { AppError } from '#shared/errors.ts';
import { maxCrashes } from '#shared/queue/table.ts';
import { digitalSample, sample } from '#tests/harness/samples.ts';
import { openTask, startWorkerBench, type WorkerBench } from '#tests/harness/worker-bench.ts';
import { guardJob, type Step } from '#worker/processors/guard.ts';

let bench: WorkerBench;
beforeAll(async () => {
  bench = await startWorkerBench();
});
afterAll(async () => bench.close());

const opening = (run: Step['run']): Step => ({ queue: 'open', run });

test('a file that took its workers down is not opened again: its job fails with the reason', async () => {
  const job = await bench.submit(await sample(digitalSample));
  let opened = 0;
  await guardJob(
    bench.ctx,
    { ...openTask(job), stalls: maxCrashes },
    opening(async () => {
      opened += 1;
    }),
  );
  expect(opened).toBe(0);
  expect(await bench.job(job.id)).toMatchObject({ status: 'FAILED', error_code: 'resource-limit' });
});

test('an outage is waited for, a fault of our own is not: its job fails after a few tries', async () => {
  const job = await bench.submit(await sample(digitalSample));
  const task = { ...openTask(job), starts: 100 };
  const away = new AppError('store-unavailable', 'The store is away.');
  await expect(
    guardJob(
      bench.ctx,
      task,
      opening(async () => Promise.reject(away)),
    ),
  ).rejects.toBe(away);
  expect((await bench.job(job.id)).status).toBe('QUEUED');
  await guardJob(
    bench.ctx,
    task,
    opening(async () => Promise.reject(new TypeError('a fault'))),
  );
  expect(await bench.job(job.id)).toMatchObject({ status: 'FAILED', error_code: 'internal' });
});
