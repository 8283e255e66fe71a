import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { listCostRecords } from '#db/costs.ts';
import { tryReconciliationLock } from '#db/divergences.ts';
import { checkInvariants } from '#db/invariants.ts';
import { type JobRow, lockJob } from '#db/jobs.ts';
import { reconcileCosts } from '#shared/costs/reconcile-costs.ts';
import { createJob } from '#shared/jobs/create-job.ts';
import { tinyScan } from '#tests/harness/samples.ts';
import { openTask, pageTask, startWorkerBench, type WorkerBench } from '#tests/harness/worker-bench.ts';
import { assembleJob } from '#worker/pipeline/assemble-job.ts';
import { openJob } from '#worker/pipeline/open-job.ts';
import { readPage } from '#worker/pipeline/read-page.ts';

const announced = {
  filename: 'a.pdf',
  bytes: 1000,
  sha256: '0'.repeat(64),
  contentType: 'application/pdf' as const,
};

let bench: WorkerBench;
beforeEach(async () => {
  bench = await startWorkerBench();
});
afterEach(async () => bench.close());

const run = async (statement: ReturnType<typeof sql>): Promise<void> =>
  void (await statement.execute(bench.ctx.db));
const ageRecords = async (): Promise<void> =>
  run(sql`update cost_records set created_at = now() - interval '6 minutes'`);
const silence = async (): Promise<void> =>
  run(
    sql`update jobs set progress_at = now() - interval '2 minutes', rung_at = now() - interval '2 minutes'`,
  );
/** As if every task was lost with the queue. */
const loseTasks = async (): Promise<void> => run(sql`delete from bullmq.job`);
const waiting = async (): Promise<number> => bench.ctx.queues.waiting('open');

async function atWork(): Promise<JobRow> {
  const job = await bench.submit(await tinyScan(2));
  await openJob(bench.ctx, openTask(job));
  await readPage(bench.ctx, pageTask(job, 1));
  return bench.job(job.id);
}

async function completed(): Promise<JobRow> {
  const job = await atWork();
  await readPage(bench.ctx, pageTask(job, 2));
  await assembleJob(bench.ctx, openTask(job).payload);
  return bench.job(job.id);
}

describe('an open record', () => {
  test('of a job that ended is settled with the pages and cents really committed, after five minutes', async () => {
    const job = await atWork();
    await run(sql`update jobs set status = 'FAILED', reserved_cents = 0, finished_at = now()`);
    expect(await reconcileCosts(bench.ctx)).toMatchObject({ settled: 0 });
    await ageRecords();
    expect(await reconcileCosts(bench.ctx)).toMatchObject({ settled: 1, adjusted: 0 });
    expect(await listCostRecords(bench.ctx.db, job.id)).toMatchObject([
      { status: 'COMPLETED', pages: 1, cost_cents: 12 },
    ]);
  });

  test('that another transaction holds is left to it', async () => {
    await atWork();
    await run(sql`update jobs set status = 'FAILED', reserved_cents = 0, finished_at = now()`);
    await ageRecords();
    await bench.ctx.db.transaction().execute(async (tx) => {
      await sql`select from cost_records for update`.execute(tx);
      expect(await reconcileCosts(bench.ctx)).toMatchObject({ settled: 0 });
    });
    expect(await reconcileCosts(bench.ctx)).toMatchObject({ settled: 1 });
  });

  test('of a job that makes progress is left alone', async () => {
    const job = await atWork();
    await ageRecords();
    expect(await reconcileCosts(bench.ctx)).toEqual({ settled: 0, rung: 0, failed: 0, adjusted: 0 });
    expect(await listCostRecords(bench.ctx.db, job.id)).toMatchObject([{ status: 'PENDING' }]);
  });
});

describe('a job that has gone silent', () => {
  test.each(['QUEUED', 'PROCESSING'])('is rung for once a minute while it is %s', async (status) => {
    const job = status === 'QUEUED' ? await bench.submit(await tinyScan(1)) : await atWork();
    await loseTasks();
    expect(await reconcileCosts(bench.ctx)).toMatchObject({ rung: 0 });
    await silence();
    expect(await reconcileCosts(bench.ctx)).toMatchObject({ rung: 1 });
    expect(await waiting()).toBe(1);
    expect(await reconcileCosts(bench.ctx)).toMatchObject({ rung: 0 });
    expect((await bench.job(job.id)).status).toBe(status);
  });

  test('at work is given up after three rings in vain: settled, FAILED, and it says what to do', async () => {
    const job = await atWork();
    for (let time = 0; time < 3; time += 1) {
      await loseTasks();
      await silence();
      expect(await reconcileCosts(bench.ctx)).toMatchObject({ rung: 1, failed: 0 });
    }
    await loseTasks();
    await silence();
    expect(await reconcileCosts(bench.ctx)).toMatchObject({ rung: 0, failed: 1, adjusted: 0 });
    expect(await bench.job(job.id)).toMatchObject({
      status: 'FAILED',
      error_code: 'job-stalled',
      error_detail: expect.stringContaining('/retry'),
      spent_cents: 12,
      reserved_cents: 0,
    });
    expect(await listCostRecords(bench.ctx.db, job.id)).toMatchObject([
      { status: 'COMPLETED', cost_cents: 12 },
    ]);
  });

  test('is never given up while anything waits for a worker, while it moves, or before it was begun', async () => {
    const behind = await atWork();
    const unbegun = await bench.submit(await tinyScan(1));
    for (let time = 0; time < 6; time += 1) {
      await silence();
      expect(await reconcileCosts(bench.ctx)).toMatchObject({ rung: 2, failed: 0 });
    }
    const ringInVain = async (times: number): Promise<void> => {
      for (let time = 0; time < times; time += 1) {
        await loseTasks();
        await silence();
        await reconcileCosts(bench.ctx);
      }
    };
    await ringInVain(3);
    await readPage(bench.ctx, pageTask(behind, 2));
    await ringInVain(3);
    expect((await bench.job(behind.id)).status).toBe('PROCESSING');
    expect((await bench.job(unbegun.id)).status).toBe('QUEUED');
  });
});

test('a second reconciliation at the same time does nothing', async () => {
  await atWork();
  await silence();
  await bench.ctx.db.transaction().execute(async (tx) => {
    expect(await tryReconciliationLock(tx)).toBe(true);
    expect(await reconcileCosts(bench.ctx)).toEqual({ settled: 0, rung: 0, failed: 0, adjusted: 0 });
  });
  expect(await reconcileCosts(bench.ctx)).toMatchObject({ rung: 1 });
});

describe('a ledger that does not add up', () => {
  const violated = async (): Promise<string[]> =>
    (await checkInvariants(bench.ctx.db)).filter(({ violations }) => violations > 0).map(({ says }) => says);
  const adjustments = async () =>
    bench.ctx.db
      .selectFrom('cost_adjustments')
      .select(['invariant', 'found_cents', 'expected_cents', 'repaired'])
      .orderBy('created_at')
      .execute();
  const waitingForLocks = async (): Promise<number> => {
    const { rows } = await sql`
      select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`.execute(
      bench.ctx.db,
    );
    return rows.length;
  };
  const divergences = async () =>
    bench.ctx.db
      .selectFrom('audit_events')
      .select(['metadata', 'job_id', 'user_id'])
      .where('event_type', '=', 'COST_DIVERGENCE')
      .execute();

  test.each([
    ['job-spent', sql`update jobs set spent_cents = 30`, 30, 24],
    ['user-spent', sql`update user_costs set spent_cents = 7`, 7, 24],
    ['user-reserved', sql`update user_costs set reserved_cents = 5`, 5, 0],
    ['job-records', sql`update cost_records set cost_cents = 20`, 20, 24],
  ])(
    '(%s) is set right, with an adjustment and an event, once',
    async (invariant, tampering, ...[found, expected]) => {
      const { id, user_id } = await completed();
      expect(await violated()).toEqual([]);
      await run(tampering);
      expect(await violated()).not.toEqual([]);
      expect(await reconcileCosts(bench.ctx)).toMatchObject({ adjusted: 1 });
      expect(await violated()).toEqual([]);
      expect(await adjustments()).toEqual([
        { invariant, found_cents: String(found), expected_cents: String(expected), repaired: true },
      ]);
      const metadata = { invariant, foundCents: found, expectedCents: expected, repaired: true };
      // Told of a user's sums in the trail of a job, the erased job could be found to be that user's.
      const told = invariant.startsWith('job') ? { job_id: id, user_id } : { job_id: null, user_id: null };
      expect(await divergences()).toEqual([{ metadata, ...told }]);
      expect(await reconcileCosts(bench.ctx)).toMatchObject({ adjusted: 0 });
    },
  );

  test('beyond what the bounds allow is told once and left to a person; doctor goes on naming it', async () => {
    const job = await completed();
    await run(sql`
      insert into page_charges (job_id, page_no, tenant_id, user_id, run, kind, provider, rate_cents, cost_cents)
      values (${job.id}, 9, 't', 'u', 1, 'ocr', 'null', 50000, 50000)`);
    for (let time = 0; time < 3; time += 1) await reconcileCosts(bench.ctx);
    const told = await adjustments();
    expect(told.filter(({ repaired }) => !repaired)).toEqual([
      { invariant: 'job-spent', found_cents: '24', expected_cents: '50024', repaired: false },
    ]);
    expect((await bench.job(job.id)).spent_cents).toBe(24);
    expect(await violated()).toContain('a job has spent what its pages were charged');
    expect(await violated()).toContain('what a reconciliation found apart is repaired');
  });

  test('of one user is set right also where a job of another is beyond repair', async () => {
    const job = await completed();
    await run(sql`
      insert into page_charges (job_id, page_no, tenant_id, user_id, run, kind, provider, rate_cents, cost_cents)
      values (${job.id}, 9, 't', 'u', 1, 'ocr', 'null', 50000, 50000)`);
    await createJob({ ...bench.user, actor: { ...bench.user.actor, userId: 'other' } }, announced);
    await run(sql`update user_costs set spent_cents = 7 where user_id = 'other'`);
    await reconcileCosts(bench.ctx);
    expect(await adjustments()).toContainEqual({
      invariant: 'user-spent',
      found_cents: '7',
      expected_cents: '0',
      repaired: true,
    });
  });

  test('is not told of a job that an erasure has in hand: the event would bring its user back', async () => {
    const job = await completed();
    await run(sql`update cost_records set cost_cents = 20`);
    const told = await bench.ctx.db.transaction().execute(async (tx) => {
      await lockJob(tx, job.id);
      const reconciling = reconcileCosts(bench.ctx);
      await vi.waitFor(async () => expect(await waitingForLocks()).toBeGreaterThan(0), 10_000);
      return { reconciling, events: await divergences() };
    });
    expect(told.events).toEqual([]);
    expect(await told.reconciling).toMatchObject({ adjusted: 1 });
  });

  test('is none while pages are being charged', async () => {
    const job = await bench.submit(await tinyScan(12));
    await openJob(bench.ctx, openTask(job));
    const pages = Array.from({ length: 12 }, async (_, index) =>
      readPage(bench.ctx, pageTask(job, index + 1)),
    );
    for (let time = 0; time < 10; time += 1) {
      expect(await violated()).toEqual([]);
      expect(await reconcileCosts(bench.ctx)).toMatchObject({ adjusted: 0 });
    }
    await Promise.all(pages);
    expect(await violated()).toEqual([]);
  });
});
