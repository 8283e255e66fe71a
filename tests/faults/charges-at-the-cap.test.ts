import { afterAll, beforeAll, expect, test } from 'vitest';
import { checkInvariants } from '#db/invariants.ts';
import type { JobRow } from '#db/jobs.ts';
import { listPages } from '#db/pages.ts';
import { getUserCost } from '#shared/costs/get-user-cost.ts';
import { reconcileCosts } from '#shared/costs/reconcile-costs.ts';
import { jobIn } from '#tests/harness/job-row.ts';
import { tellFigure } from '#tests/harness/tell-figure.ts';
import { startWorkerBench, type WorkerBench } from '#tests/harness/worker-bench.ts';
import { commitPage } from '#worker/pipeline/commit-page.ts';
import { quoteJob } from '#worker/pipeline/quote-job.ts';

const rounds = Number(process.env['CHARGE_FAULT_ROUNDS'] ?? 1);
const charges = 200;
const rateCents = 12;
/** Some cents more, which are no page's: what is usable is whole pages. */
const boundCents = charges * rateCents + 5;

let bench: WorkerBench;
beforeAll(async () => {
  bench = await startWorkerBench({ DATABASE_POOL_MAX: '20' });
});
afterAll(async () => bench.close());

interface Bounds {
  capCents: number;
  budgetCents: number | undefined;
  jobs: number;
}

const atWork = async (userId: string, { capCents }: Bounds): Promise<JobRow> => {
  const row = { user_id: userId, page_count: 260, cap_cents: capCents };
  return bench.job((await jobIn(bench.ctx.db, 'PROCESSING', row)).id);
};

/** What was not skipped, in numbers of pages. */
async function readable({ id }: JobRow): Promise<number[]> {
  const skipped = new Set((await listPages(bench.ctx.db, id)).map((page) => page.page_no));
  return Array.from({ length: 260 }, (_, index) => index + 1).filter((page) => !skipped.has(page));
}

async function commit(job: JobRow, pageNo: number): Promise<string> {
  const size = { widthPoints: 1, heightPoints: 1, turnedDegrees: 0 };
  const model = { page: pageNo, source: 'ocr' as const, words: [], rulings: [], fills: [], ...size };
  const read = { triage: 'image' as const, model, errorCode: null, kind: 'ocr' as const, readMs: 1 };
  return commitPage(bench.ctx, job, { pageNo, ...read, costCents: job.rate_cents });
}

async function spendAll(userId: string, bounds: Bounds): Promise<void> {
  const config = {
    ...bench.ctx.config,
    CAP_POLICY: 'partial' as const,
    USER_BUDGET_CENTS: bounds.budgetCents,
  };
  const jobs = await Promise.all(Array.from({ length: bounds.jobs }, async () => atWork(userId, bounds)));
  const pages = Array.from({ length: 260 }, (_, index) => ({ pageNo: index + 1, triage: 'image' as const }));
  // Each is opened twice at once, as after a stall.
  await Promise.all([...jobs, ...jobs].map(async (job) => quoteJob({ ...bench.ctx, config }, job, pages)));
  const tasks = await Promise.all(
    jobs.map(async ({ id }) => {
      const job = await bench.job(id);
      return (await readable(job)).map((pageNo) => ({ job, pageNo }));
    }),
  );
  const all = tasks.flat();
  expect(all).toHaveLength(charges);
  const looking = reconcileCosts(bench.ctx);
  const outcomes = await Promise.all([...all, ...all].map(async ({ job, pageNo }) => commit(job, pageNo)));
  expect(outcomes.filter((outcome) => outcome === 'stored')).toHaveLength(charges);
  expect((await looking).adjusted).toBe(0);
  const user = { ...bench.user, actor: { ...bench.user.actor, userId } };
  expect(await getUserCost(user)).toMatchObject({
    total_cost_cents: charges * rateCents,
    reserved_cents: 0,
  });
}

test.each([
  ['of one job', { capCents: boundCents, budgetCents: undefined, jobs: 1 }],
  ['of a user with two jobs', { capCents: 24_000, budgetCents: boundCents, jobs: 2 }],
])(
  `${charges} charges at once at the bound %s, each delivered twice: all of it is spent, nothing beyond`,
  { timeout: 600_000 },
  async (bound, bounds) => {
    for (let round = 0; round < rounds; round += 1) await spendAll(`${bound} ${round}`, bounds);
    expect((await checkInvariants(bench.ctx.db)).filter(({ violations }) => violations > 0)).toEqual([]);
    const spent = `${rounds} x ${charges} charges spend ${charges * rateCents} of ${boundCents} cents`;
    tellFigure({ on: `the bound ${bound}`, figure: `${spent}, 0 overspend, 0 drift` });
  },
);
