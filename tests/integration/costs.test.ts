import { sql } from 'kysely';
import { v7 as uuidv7 } from 'uuid';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { listCostRecords } from '#db/costs.ts';
import { checkInvariants } from '#db/invariants.ts';
import type { JobRow } from '#db/jobs.ts';
import { listPages } from '#db/pages.ts';
import type { Ctx, UserCtx } from '#shared/context.ts';
import { getUserCost } from '#shared/costs/get-user-cost.ts';
import { requestQuote } from '#shared/costs/request-quote.ts';
import { AppError } from '#shared/errors.ts';
import { maxCrashes } from '#shared/queue/table.ts';
import { eraseJob } from '#shared/deletion/erase-job.ts';
import { requestDeletion } from '#shared/deletion/request-deletion.ts';
import { createJob } from '#shared/jobs/create-job.ts';
import { getJob } from '#shared/jobs/get-job.ts';
import { startJob } from '#shared/jobs/start-job.ts';
import { jobIn } from '#tests/harness/job-row.ts';
import { digitalSample, sample, tinyScan } from '#tests/harness/samples.ts';
import { openTask, pageTask, startWorkerBench, type WorkerBench } from '#tests/harness/worker-bench.ts';
import { assembleJob } from '#worker/pipeline/assemble-job.ts';
import { openJob } from '#worker/pipeline/open-job.ts';
import { commitPage } from '#worker/pipeline/commit-page.ts';
import { quoteJob } from '#worker/pipeline/quote-job.ts';
import { readPage } from '#worker/pipeline/read-page.ts';
import { processOpen } from '#worker/processors/job-steps.ts';
import type { Sources } from '#worker/sources.ts';
import { createHash } from 'node:crypto';

let bench: WorkerBench;
let user: UserCtx;
beforeAll(async () => {
  bench = await startWorkerBench();
});
beforeEach(() => {
  const userId = `u-${uuidv7()}`;
  user = { ...bench.user, actor: { ...bench.user.actor, userId } };
});
afterAll(async () => bench.close());

/** The same services under other settings. */
function under<C extends Ctx>(ctx: C, change: Partial<C['config']>): C {
  return { ...ctx, config: { ...ctx.config, ...change } };
}

/** A job of this test's user whose file is there and which was not started. */
async function upload(bytes: Uint8Array, ctx = user): Promise<JobRow> {
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const body = { filename: 'a.pdf', bytes: bytes.length, sha256, contentType: 'application/pdf' as const };
  const { jobId } = await createJob(ctx, body);
  await bench.ctx.store.put((await bench.job(jobId)).source_key, bytes, 'application/pdf');
  return bench.job(jobId);
}

async function submit(bytes: Uint8Array, ctx = user): Promise<JobRow> {
  const { id } = await upload(bytes, ctx);
  await startJob(ctx, id);
  return bench.job(id);
}

describe('a cap of 0', () => {
  test('means zero: a page to recognise is refused, pages of text go through', async () => {
    const poor = under(user, { MAX_JOB_COST_CENTS: 0 });
    const scan = await submit(await tinyScan(1), poor);
    const facts = { quotedCents: 12, capCents: 0, pages: 1, pagesThatFit: 0 };
    await expect(openJob(bench.ctx, openTask(scan))).rejects.toMatchObject({ code: 'job-cost-cap', facts });
    const digital = await submit(await sample(digitalSample), poor);
    await openJob(bench.ctx, openTask(digital));
    await assembleJob(bench.ctx, openTask(digital).payload);
    expect(await bench.job(digital.id)).toMatchObject({ status: 'COMPLETED', spent_cents: 0 });
  });
});

describe('CAP_POLICY=partial', () => {
  test('reads the pages that fit, stores the others as skipped, completes, and says so', async () => {
    const job = await submit(await tinyScan(3), under(user, { MAX_JOB_COST_CENTS: 30 }));
    const partial = under(bench.ctx, { CAP_POLICY: 'partial' });
    await openJob(partial, openTask(job));
    expect((await bench.job(job.id)).reserved_cents).toBe(24);
    for (const page of [1, 2]) await readPage(partial, pageTask(job, page));
    await assembleJob(partial, openTask(job).payload);
    expect(await getJob(user, job.id)).toMatchObject({
      status: 'COMPLETED',
      error: null,
      pages: { count: 3, done: 2, failed: 0, skipped: 1 },
      notice: { code: 'job-cost-cap', detail: expect.stringMatching(/1 pages were not read/) },
      cost: { spentCents: 24, reservedCents: 0 },
    });
    const pages = await listPages(bench.ctx.db, job.id);
    expect(pages.map(({ status, error_code: code }) => [status, code])).toEqual([
      ['DONE', null],
      ['DONE', null],
      ['SKIPPED', 'job-cost-cap'],
    ]);
  });
});

describe('a user’s budget', () => {
  test('bounds all jobs together; what a job does not need returns to the next one', async () => {
    const tight = under(bench.ctx, { USER_BUDGET_CENTS: 36 });
    const [first, second] = [await submit(await tinyScan(2)), await submit(await tinyScan(2))];
    await openJob(tight, openTask(first));
    const facts = { quotedCents: 24, budgetCents: 36, pages: 2, pagesThatFit: 1 };
    await expect(openJob(tight, openTask(second))).rejects.toMatchObject({
      code: 'user-budget',
      status: 403,
      facts,
    });
    expect(await bench.job(second.id)).toMatchObject({ reserved_cents: 0, quoted_cents: 0 });
    await readPage(tight, pageTask(first, 1));
    await requestDeletion(user, first.id);
    await openJob(tight, openTask(second));
    expect(await bench.job(second.id)).toMatchObject({ reserved_cents: 24 });
  });

  test('of 0 means zero, and lets through what is free', async () => {
    const none = under(bench.ctx, { USER_BUDGET_CENTS: 0 });
    const scan = await submit(await tinyScan(1));
    await expect(openJob(none, openTask(scan))).rejects.toMatchObject({ code: 'user-budget' });
    const digital = await submit(await sample(digitalSample));
    await openJob(none, openTask(digital));
    expect((await bench.job(digital.id)).pages_done).toBe(5);
  });

  test('reached under CAP_POLICY=partial leaves the rest skipped, with that reason', async () => {
    const job = await submit(await tinyScan(3));
    await openJob(under(bench.ctx, { USER_BUDGET_CENTS: 13, CAP_POLICY: 'partial' }), openTask(job));
    expect(await bench.job(job.id)).toMatchObject({
      reserved_cents: 12,
      pages_skipped: 2,
      skip_code: 'user-budget',
    });
  });

  test('40 jobs at once never go beyond it, and the whole of it is usable', async () => {
    const budget = under(bench.ctx, { USER_BUDGET_CENTS: 12 * 10, CAP_POLICY: 'partial' });
    const jobs = await Promise.all(Array.from({ length: 40 }, async () => atWork(1)));
    const pages = [{ pageNo: 1, triage: 'image' as const }];
    await Promise.all(jobs.map(async (job) => quoteJob(budget, job, pages)));
    expect(await getUserCost(user)).toMatchObject({ reserved_cents: 120, total_cost_cents: 0 });
    const now = await Promise.all(jobs.map(async ({ id }) => bench.job(id)));
    expect(now.filter((job) => job.reserved_cents === 12)).toHaveLength(10);
    expect(now.filter((job) => job.skip_code === 'user-budget')).toHaveLength(30);
  });

  test('40 jobs at once under CAP_POLICY=reject: those that fit are reserved in full, the others not at all', async () => {
    const budget = under(bench.ctx, { USER_BUDGET_CENTS: 100 });
    const jobs = await Promise.all(Array.from({ length: 40 }, async () => atWork(3)));
    const pages = [1, 2, 3].map((pageNo) => ({ pageNo, triage: 'image' as const }));
    const asked = await Promise.allSettled(jobs.map(async (job) => quoteJob(budget, job, pages)));
    expect(asked.filter(({ status }) => status === 'fulfilled')).toHaveLength(2);
    expect(await getUserCost(user)).toMatchObject({ reserved_cents: 72 });
  });

  /** A job whose pages are known, without a file: what is quoted is what counts. */
  async function atWork(pageCount: number): Promise<JobRow> {
    const { id } = await jobIn(bench.ctx.db, 'PROCESSING', {
      user_id: user.actor.userId,
      page_count: pageCount,
    });
    return bench.job(id);
  }
});

describe('a quote before the start', () => {
  const quoted = async (job: JobRow): Promise<void> => {
    const task = openTask(job);
    await processOpen(bench.ctx, { ...task, payload: { ...task.payload, quote: true } });
  };

  test('is pending until a worker has looked; then it says the price, and nothing was stored or reserved', async () => {
    const job = await upload(await tinyScan(3));
    expect(await requestQuote(user, job.id)).toMatchObject({ status: 'PENDING', quotedCents: null });
    await quoted(job);
    expect(await requestQuote(user, job.id)).toEqual({
      jobId: job.id,
      status: 'QUOTED',
      pages: 3,
      pagesToRead: 3,
      rateCents: 12,
      quotedCents: 36,
      capCents: 24_000,
    });
    expect(await bench.job(job.id)).toMatchObject({
      status: 'AWAITING_UPLOAD',
      reserved_cents: 0,
      pages_done: 0,
    });
    expect(await listPages(bench.ctx.db, job.id)).toEqual([]);
  });

  test('binds the run that follows, whatever the price becomes', async () => {
    const job = await upload(await tinyScan(1));
    await quoted(job);
    await startJob(user, job.id);
    await openJob(under(bench.ctx, { COST_PER_PAGE_CENTS: 99 }), openTask(job));
    expect(await bench.job(job.id)).toMatchObject({ reserved_cents: 12, rate_cents: 12 });
  });

  test('over the cap it is answered 422 with the figures, and so is the start', async () => {
    const poor = under(user, { MAX_JOB_COST_CENTS: 30 });
    const job = await upload(await tinyScan(3), poor);
    await quoted(job);
    const facts = { quotedCents: 36, capCents: 30, pages: 3, pagesThatFit: 2 };
    const refused = { code: 'job-cost-cap', status: 422, facts };
    await expect(requestQuote(poor, job.id)).rejects.toMatchObject(refused);
    await expect(startJob(poor, job.id)).rejects.toMatchObject(refused);
    expect((await bench.job(job.id)).status).toBe('AWAITING_UPLOAD');
    const partial = under(poor, { CAP_POLICY: 'partial' });
    expect(await startJob(partial, job.id)).toMatchObject({ status: 'QUEUED' });
  });

  test('of a file that cannot be lifted says why', async () => {
    const job = await upload(Buffer.from('%PDF-1.7 and nothing else'));
    await quoted(job);
    await expect(requestQuote(user, job.id)).rejects.toMatchObject({ status: 422 });
  });

  test('of a file that took its workers down is not tried for ever: the answer says so', async () => {
    const job = await upload(await tinyScan(1));
    const task = openTask(job);
    const payload = { ...task.payload, quote: true as const };
    await processOpen(bench.ctx, { ...task, payload, stalls: maxCrashes });
    await expect(requestQuote(user, job.id)).rejects.toMatchObject({ code: 'resource-limit' });
  });

  test('that fails on our side is tried a few times, and an outage is waited for', async () => {
    const job = await upload(await tinyScan(1));
    const task = openTask(job);
    const payload = { ...task.payload, quote: true as const };
    const failing = (why: AppError) => {
      const use = async (): Promise<never> => Promise.reject(why);
      const sources = Object.assign(Object.create(bench.ctx.sources) as Sources, { use });
      return { ...bench.ctx, sources };
    };
    const away = new AppError('store-unavailable', 'The store is away.');
    const crash = new AppError('ocr-failed', 'The reader ended.');
    const often = { ...task, payload, starts: 100 };
    await expect(processOpen(failing(away), often)).rejects.toBe(away);
    await expect(processOpen(failing(crash), { ...often, starts: 1 })).rejects.toBe(crash);
    await processOpen(failing(crash), often);
    expect(await bench.job(job.id)).toMatchObject({ status: 'AWAITING_UPLOAD', error_code: 'ocr-failed' });
    expect(await requestQuote(user, job.id)).toMatchObject({ status: 'PENDING' });
  });

  test('of a file that had gone is made when it is there again', async () => {
    const file = await tinyScan(1);
    const job = await upload(file);
    for await (const object of bench.ctx.store.list(job.source_key)) await bench.ctx.store.delete([object]);
    await quoted(job);
    expect(await bench.job(job.id)).toMatchObject({ error_code: 'upload-mismatch' });
    await bench.ctx.store.put(job.source_key, file, 'application/pdf');
    expect(await requestQuote(user, job.id)).toMatchObject({ status: 'PENDING' });
    await quoted(job);
    expect(await requestQuote(user, job.id)).toMatchObject({ status: 'QUOTED', quotedCents: 12 });
  });

  test('that could not be made makes nothing free: the run gets its own', async () => {
    const job = await upload(await tinyScan(1));
    const use = async (): Promise<never> => Promise.reject(new AppError('resource-limit', 'Too large.'));
    const task = openTask(job);
    const failing = {
      ...bench.ctx,
      sources: Object.assign(Object.create(bench.ctx.sources) as Sources, { use }),
    };
    await processOpen(failing, { ...task, payload: { ...task.payload, quote: true } });
    await expect(requestQuote(user, job.id)).rejects.toMatchObject({ code: 'resource-limit' });
    expect(await startJob(user, job.id)).toMatchObject({ status: 'QUEUED', error: null });
    await openJob(bench.ctx, openTask(job));
    expect(await bench.job(job.id)).toMatchObject({ rate_cents: 12, reserved_cents: 12 });
  });

  test('has no effect on a job that was started meanwhile', async () => {
    const job = await submit(await tinyScan(1));
    await quoted(job);
    expect(await bench.job(job.id)).toEqual(job);
    expect(await requestQuote(user, job.id)).toMatchObject({ status: 'PENDING' });
    await openJob(bench.ctx, openTask(job));
    expect(await requestQuote(user, job.id)).toMatchObject({ status: 'QUOTED', quotedCents: 12 });
  });
});

test.each([
  ['FAILED', 0],
  ['FAILED', 2],
  ['DELETING', 2],
] as const)(
  'a quote that comes when its job is %s (%s pages to read) is refused: nothing is reserved, no record opened',
  async (status, count) => {
    const row = { user_id: user.actor.userId, page_count: 2 };
    const { id } = await jobIn(bench.ctx.db, status, row);
    const pages = [1, 2].slice(0, count).map((pageNo) => ({ pageNo, triage: 'image' as const }));
    const late = quoteJob(bench.ctx, await bench.job(id), pages);
    await expect(late).rejects.toMatchObject({ code: 'job-cancelled' });
    expect(await listCostRecords(bench.ctx.db, id)).toEqual([]);
    expect(await getUserCost(user)).toMatchObject({ reserved_cents: 0 });
  },
);

describe('what a user’s jobs have cost', () => {
  test('is told in the seed’s words, and survives the erasure of the jobs', async () => {
    for (const pages of [2, 1]) {
      const job = await submit(await tinyScan(pages));
      await openJob(bench.ctx, openTask(job));
      for (let page = 1; page <= pages; page += 1) await readPage(bench.ctx, pageTask(job, page));
      await assembleJob(bench.ctx, openTask(job).payload);
    }
    const cost = await getUserCost(user);
    expect(cost).toEqual({
      user_id: user.actor.userId,
      total_cost_cents: 36,
      total_pages: 3,
      total_jobs: 2,
      reserved_cents: 0,
      budget_cents: null,
    });
    const { rows } = await sql<{ id: string }>`
      select id from jobs where user_id = ${user.actor.userId}`.execute(bench.ctx.db);
    for (const { id } of rows) {
      await requestDeletion(user, id);
      expect(await eraseJob(bench.ctx, id)).toEqual({ state: 'done' });
    }
    expect(await getUserCost(user)).toEqual(cost);
  });

  test('is nothing for one who never had a job', async () => {
    expect(await getUserCost(user)).toMatchObject({ total_cost_cents: 0, total_pages: 0, total_jobs: 0 });
  });
});

test('200 pages of one job delivered twice each, side by side: each is charged once, and the whole cap is spent', async () => {
  const { id } = await jobIn(bench.ctx.db, 'PROCESSING', {
    user_id: user.actor.userId,
    page_count: 200,
    cap_cents: 200 * 12,
  });
  const job = await bench.job(id);
  const pages = Array.from({ length: 200 }, (_, index) => ({ pageNo: index + 1, triage: 'image' as const }));
  await quoteJob(bench.ctx, job, pages);
  const quoted = await bench.job(id);
  const model = { widthPoints: 1, heightPoints: 1, words: [], rulings: [], fills: [], turnedDegrees: 0 };
  const commits = [...pages, ...pages].map(async ({ pageNo, triage }) =>
    commitPage(bench.ctx, quoted, {
      pageNo,
      triage,
      model: { ...model, page: pageNo, source: 'ocr' },
      errorCode: null,
      kind: 'ocr',
      costCents: quoted.rate_cents,
      readMs: 1,
    }),
  );
  const outcomes = await Promise.all(commits);
  expect(outcomes.filter((outcome) => outcome === 'stored')).toHaveLength(200);
  expect(await bench.job(id)).toMatchObject({ pages_done: 200, spent_cents: 2400, reserved_cents: 0 });
  expect(await getUserCost(user)).toMatchObject({ total_cost_cents: 2400, reserved_cents: 0 });
});

test('after all of this every rule of the ledger holds', async () => {
  expect((await checkInvariants(bench.ctx.db)).filter(({ violations }) => violations > 0)).toEqual([]);
});
