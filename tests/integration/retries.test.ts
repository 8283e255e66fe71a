import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { listCostRecords } from '#db/costs.ts';
import { findExport } from '#db/exports.ts';
import { tryStopLock } from '#db/jobs.ts';
import { listPages } from '#db/pages.ts';
import { countStandingEdits } from '#db/schedule-edits.ts';
import { listScheduleRows, replaceSchedules } from '#db/schedules.ts';
import { requestExport } from '#shared/exports/request-export.ts';
import { cancelJob } from '#shared/jobs/cancel-job.ts';
import { retryJob } from '#shared/jobs/retry-job.ts';
import { editSchedule } from '#shared/schedules/edit-schedule.ts';
import { getSchedule } from '#shared/schedules/get-schedule.ts';
import { SCHEMA_VERSION } from '#shared/schedules/schema-version.ts';
import { digitalSample, sample, tinyScan } from '#tests/harness/samples.ts';
import {
  engineOf,
  openTask,
  pageTask,
  startWorkerBench,
  type WorkerBench,
} from '#tests/harness/worker-bench.ts';
import { assembleJob } from '#worker/pipeline/assemble-job.ts';
import { exportSchedules } from '#worker/pipeline/export-schedules.ts';
import { openJob } from '#worker/pipeline/open-job.ts';
import { readPage } from '#worker/pipeline/read-page.ts';
import { scheduleRows } from '#worker/pipeline/schedule-rows.ts';
import { failJob, stopCancelledJob } from '#worker/pipeline/stop-job.ts';

let bench: WorkerBench;
let beforeReading: (() => Promise<void>) | undefined;
beforeAll(async () => {
  const engine = engineOf(async () => {
    await beforeReading?.();
    return [];
  });
  bench = await startWorkerBench({}, engine);
});
afterAll(async () => bench.close());

const chargesOf = async (jobId: string) =>
  bench.ctx.db
    .selectFrom('page_charges')
    .select(['page_no', 'run', 'cost_cents'])
    .where('job_id', '=', jobId)
    .orderBy('page_no')
    .execute();

const standing = async (jobId: string): Promise<number> =>
  bench.ctx.db.transaction().execute(async (tx) => countStandingEdits(tx, jobId));

describe('a retry', () => {
  test('starts the next run: pages that were read stay and are charged once, the others are read', async () => {
    const job = await bench.submit(await tinyScan(3));
    await openJob(bench.ctx, openTask(job));
    await readPage(bench.ctx, pageTask(job, 1));
    await failJob(bench.ctx, openTask(job).payload, new Error('a fault'));
    const view = await retryJob(bench.user, job.id);
    expect(view).toMatchObject({ status: 'QUEUED', run: 2, error: null, cost: { spentCents: 12 } });
    const again = await bench.job(job.id);
    await openJob(bench.ctx, openTask(again));
    for (const page of [2, 3]) await readPage(bench.ctx, pageTask(again, page));
    await assembleJob(bench.ctx, openTask(again).payload);
    expect(await bench.job(job.id)).toMatchObject({
      status: 'COMPLETED',
      run: 2,
      pages_done: 3,
      pages_to_read: 2,
      spent_cents: 36,
      reserved_cents: 0,
    });
    expect(await chargesOf(job.id)).toEqual([
      { page_no: 1, run: 1, cost_cents: 12 },
      { page_no: 2, run: 2, cost_cents: 12 },
      { page_no: 3, run: 2, cost_cents: 12 },
    ]);
    expect(await listCostRecords(bench.ctx.db, job.id)).toMatchObject([
      { run: 1, status: 'COMPLETED', pages: 1, cost_cents: 12 },
      { run: 2, status: 'COMPLETED', pages: 2, cost_cents: 24 },
    ]);
  });

  test('refuses what the older run still brings: a page under way, its assembly, its failure', async () => {
    const job = await bench.submit(await tinyScan(2));
    await openJob(bench.ctx, openTask(job));
    beforeReading = async () => {
      beforeReading = undefined;
      await failJob(bench.ctx, openTask(job).payload, new Error('a fault'));
      await retryJob(bench.user, job.id);
    };
    await expect(readPage(bench.ctx, pageTask(job, 1))).rejects.toMatchObject({ code: 'job-cancelled' });
    await expect(assembleJob(bench.ctx, openTask(job).payload)).rejects.toMatchObject({
      code: 'job-cancelled',
    });
    await failJob(bench.ctx, openTask(job).payload, new Error('late'));
    await stopCancelledJob(bench.ctx, openTask(job).payload);
    expect(await bench.job(job.id)).toMatchObject({ status: 'QUEUED', run: 2, spent_cents: 0 });
    expect(await listPages(bench.ctx.db, job.id)).toEqual([]);
  });

  test('is ended when it is cancelled, also while a task of the older run has its own end in hand', async () => {
    const job = await bench.submit(await tinyScan(1));
    await cancelJob(bench.user, job.id);
    await retryJob(bench.user, job.id);
    const again = await bench.job(job.id);
    await openJob(bench.ctx, openTask(again));
    await cancelJob(bench.user, job.id);
    await bench.ctx.db.transaction().execute(async (tx) => {
      expect(await tryStopLock(tx, { jobId: job.id, run: 1 })).toBe(true);
      await stopCancelledJob(bench.ctx, openTask(again).payload);
    });
    expect((await bench.job(job.id)).status).toBe('CANCELLED');
  });

  test('reads pages again that had failed or were skipped, under the cap of that moment', async () => {
    const config = { ...bench.ctx.config, CAP_POLICY: 'partial' as const, MAX_JOB_COST_CENTS: 12 };
    const poor = { ctx: { ...bench.ctx, config }, user: { ...bench.user, config } };
    const job = await bench.submit(await tinyScan(2));
    await bench.ctx.db.updateTable('jobs').set({ cap_cents: 12 }).where('id', '=', job.id).execute();
    await openJob(poor.ctx, openTask(job));
    await readPage(poor.ctx, pageTask(job, 1));
    await assembleJob(poor.ctx, openTask(job).payload);
    expect(await bench.job(job.id)).toMatchObject({ status: 'COMPLETED', pages_done: 1, pages_skipped: 1 });
    await retryJob(bench.user, job.id);
    const again = await bench.job(job.id);
    expect(again).toMatchObject({ cap_cents: 24_000, pages_skipped: 0, skip_code: null });
    await openJob(bench.ctx, openTask(again));
    await readPage(bench.ctx, pageTask(again, 2));
    await assembleJob(bench.ctx, openTask(again).payload);
    expect(await bench.job(job.id)).toMatchObject({ status: 'COMPLETED', pages_done: 2, spent_cents: 24 });
  });

  test('that may discard what persons edited goes through, and the edits go with the schedules they are of', async () => {
    const job = await bench.submit(await sample(digitalSample));
    await openJob(bench.ctx, openTask(job));
    await assembleJob(bench.ctx, openTask(job).payload);
    const edits = [{ type: 'rename' as const, name: 'Mine' }];
    const edited = await editSchedule(bench.user, { jobId: job.id, ordinal: '1' }, { revision: 1, edits });
    expect(edited).toMatchObject({ name: 'Mine', revision: 2 });
    // As if a page had failed: a job that was read whole is not retried.
    await bench.ctx.db.updateTable('jobs').set({ pages_failed: 1 }).where('id', '=', job.id).execute();
    await expect(retryJob(bench.user, job.id)).rejects.toMatchObject({ code: 'schedules-reviewed' });
    expect(await bench.job(job.id)).toMatchObject({ status: 'COMPLETED', run: 1 });
    expect(await retryJob(bench.user, job.id, { discardEdits: true })).toMatchObject({ run: 2 });
    // They stand until the next run has something to put in the place of what they changed.
    expect(await standing(job.id)).toBe(1);
    const again = await bench.job(job.id);
    await openJob(bench.ctx, openTask(again));
    await assembleJob(bench.ctx, openTask(again).payload);
    expect(await bench.job(job.id)).toMatchObject({ status: 'COMPLETED', run: 2 });
    expect(await standing(job.id)).toBe(0);
    const found = await getSchedule(bench.user, job.id, '1');
    expect(found).toMatchObject({ revision: 1, edits: [] });
    expect(found.name).not.toBe('Mine');
    const events = bench.ctx.db.selectFrom('audit_events').select('metadata').where('job_id', '=', job.id);
    expect(await events.where('event_type', '=', 'RETRIED').execute()).toMatchObject([
      { metadata: { run: 2, discardedEdits: 1 } },
    ]);
  });

  test('asked for twice at once is one retry', async () => {
    const job = await bench.submit(await tinyScan(1));
    await cancelJob(bench.user, job.id);
    const asked = await Promise.allSettled([1, 2, 3].map(async () => retryJob(bench.user, job.id)));
    expect(asked.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect((await bench.job(job.id)).run).toBe(2);
  });

  test('is refused while the job is at work, and where every page was read', async () => {
    const job = await bench.submit(await tinyScan(1));
    await expect(retryJob(bench.user, job.id)).rejects.toMatchObject({ code: 'not-ready' });
    await openJob(bench.ctx, openTask(job));
    await expect(retryJob(bench.user, job.id)).rejects.toMatchObject({ code: 'not-ready' });
    await readPage(bench.ctx, pageTask(job, 1));
    await assembleJob(bench.ctx, openTask(job).payload);
    await expect(retryJob(bench.user, job.id)).rejects.toMatchObject({ code: 'wrong-state' });
  });

  test('ends exports that were ordered of the older run, also one that is being written', async () => {
    const job = await bench.submit(await tinyScan(2));
    await openJob(bench.ctx, openTask(job));
    await readPage(bench.ctx, pageTask(job, 1));
    await cancelJob(bench.user, job.id);
    await stopCancelledJob(bench.ctx, openTask(job).payload);
    const { exportId } = await requestExport(bench.user, job.id, { format: 'pdf' });
    await retryJob(bench.user, job.id);
    await exportSchedules(bench.ctx, { exportId, jobId: job.id, signal: new AbortController().signal });
    expect(await findExport(bench.ctx.db, exportId)).toMatchObject({
      status: 'FAILED',
      error_code: 'job-cancelled',
      object_key: null,
    });
  });
});

test('assembling again gives identical rows, to the last column', async () => {
  const job = await bench.submit(await sample(digitalSample));
  await openJob(bench.ctx, openTask(job));
  await assembleJob(bench.ctx, openTask(job).payload);
  const first = await listScheduleRows(bench.ctx.db, job.id);
  expect(first.length).toBeGreaterThan(0);
  const rows = await scheduleRows(bench.ctx.db, await bench.job(job.id));
  await bench.ctx.db
    .transaction()
    .execute(async (tx) => replaceSchedules(tx, { jobId: job.id, schemaVersion: SCHEMA_VERSION }, rows));
  expect(await listScheduleRows(bench.ctx.db, job.id)).toEqual(first);
});
