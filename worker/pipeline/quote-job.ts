import type { Tx } from '#db/client.ts';
import { isQuoted, lockFunds, openCostRecord, reserve } from '#db/costs.ts';
import type { JobRow } from '#db/jobs.ts';
import { countSkippedPages, insertPage, insertUnchosenPages } from '#db/pages.ts';
import type { Triage } from '#db/schema.ts';
import { pageRate } from '#shared/costs/page-rate.ts';
import { payerOf } from '#shared/costs/payer-of.ts';
import { quoteRefusal } from '#shared/costs/quote-refusal.ts';
import { weighJob } from '#shared/costs/weigh-job.ts';
import { weighQuote } from '#shared/costs/weigh-quote.ts';
import { AppError } from '#shared/errors.ts';
import { JobCancelledError } from '#shared/jobs/job-cancelled-error.ts';
import { NumberRanges } from '#shared/number-ranges.ts';
import type { WorkerCtx } from '../worker-ctx.ts';
import { pageRow } from './commit-page.ts';
import { lookAtPage } from './look-at-page.ts';
import { PagePictures } from './page-pictures.ts';
import { storePage } from './store-page.ts';

/** A page that has to be recognised. */
export interface PageToRead {
  pageNo: number;
  triage: Triage;
}

/**
 * Quotes the pages that have to be recognised and reserves their price within the job's cap and its user's budget, once
 * per run and in one transaction. Under CAP_POLICY=partial the pages that the money does not reach are stored as skipped
 * in the same transaction, mixed ones before it with what their text layer says; under `reject` it throws
 * `job-cost-cap` or `user-budget`, and nothing is written. Pages that were not asked for are stored as skipped with it.
 */
export async function quoteJob(ctx: WorkerCtx, job: JobRow, pages: PageToRead[]): Promise<void> {
  const rateCents = pageRate(ctx.config, job);
  let open = pages;
  for (;;) {
    const weighed = await weighJob(ctx, job, { pages: open.length, rateCents });
    const reached =
      weighed === null || ctx.config.CAP_POLICY === 'reject' ? open.length : weighed.pagesThatFit;
    const plan = { readable: open.slice(0, reached), beyond: open.slice(reached), rateCents };
    const kept = await keepTextLayers(ctx, job, {
      pages: plan.beyond,
      code: weighed?.bound ?? 'job-cost-cap',
    });
    const skipped = await ctx.db.transaction().execute(async (tx) => reservePlan(tx, { ctx, job, plan }));
    if (skipped !== null) {
      ctx.meters.pagesSkipped(skipped);
      return;
    }
    // Another job of the user has taken what was left meanwhile: the pages that were kept are read, the others weighed anew.
    open = open.filter(({ pageNo }) => !kept.includes(pageNo));
  }
}

interface Plan {
  readable: PageToRead[];
  beyond: PageToRead[];
  rateCents: number;
}

interface Work {
  ctx: WorkerCtx;
  job: JobRow;
  plan: Plan;
}

/**
 * How many pages are skipped where the run is quoted now, 0 where it was before; null where the plan no longer fits. Cap and
 * budget stand still meanwhile.
 */
async function reservePlan(tx: Tx, { ctx, job, plan }: Work): Promise<number | null> {
  const { rateCents } = plan;
  const payer = payerOf(ctx.config, job);
  const funds = await lockFunds(tx, payer);
  if (funds === undefined) throw new JobCancelledError(job.id);
  if (await isQuoted(tx, payer)) return 0;
  const pages = plan.readable.length + plan.beyond.length;
  const weighed = weighQuote({ pages, rateCents }, funds);
  if (weighed.pagesThatFit < plan.readable.length) {
    if (ctx.config.CAP_POLICY === 'partial') return null;
    throw quoteRefusal(weighed, job, ctx.config);
  }
  await openCostRecord(tx, job, ctx.ocr.name);
  if (!(await reserve(tx, { ...payer, pagesToRead: plan.readable.length, rateCents })))
    throw new AppError('internal', 'What had fitted did not: the funds have moved under their lock.');
  await skipUnchosen(tx, job);
  // After it: where both are so, the job says what a person can change.
  return skipPages(tx, job, { pages: plan.beyond, code: weighed.bound ?? 'job-cost-cap' });
}

interface Skipped {
  pages: PageToRead[];
  code: string;
}

async function skipUnchosen(tx: Tx, job: JobRow): Promise<void> {
  const choice = NumberRanges.of(job.page_selection);
  if (choice === null) return;
  const code = 'page-not-chosen';
  const pages = await insertUnchosenPages(tx, { jobId: job.id, ranges: choice.ranges, code });
  if (pages > 0) await countSkippedPages(tx, { jobId: job.id, pages, code });
}

/** The result says what is missing and why. Answers how many are. */
async function skipPages(tx: Tx, job: JobRow, { pages, code }: Skipped): Promise<number> {
  if (pages.length === 0) return 0;
  const unread = pages.filter(({ triage }) => triage !== 'mixed');
  for (const page of unread) {
    const skipped = { model: null, errorCode: code, kind: 'ocr' as const, costCents: 0, readMs: 0 };
    await insertPage(tx, { ...pageRow(job, { ...page, ...skipped }), status: 'SKIPPED' });
  }
  await countSkippedPages(tx, { jobId: job.id, pages: unread.length, code });
  return unread.length;
}

/** One by one: the words of a long document are never in memory together. Done twice, it is done once. Answers their numbers. */
async function keepTextLayers(ctx: WorkerCtx, job: JobRow, { pages, code }: Skipped): Promise<number[]> {
  const pictures = new PagePictures(ctx, job);
  const mixed = pages.filter(({ triage }) => triage === 'mixed');
  for (const { pageNo } of mixed) {
    const startedAt = performance.now();
    const { triage, model } = await lookAtPage(ctx, job, pageNo);
    const free = { errorCode: code, kind: 'text-layer' as const, costCents: 0 };
    const result = { pageNo, triage, model, ...free, readMs: performance.now() - startedAt };
    await storePage(ctx, job, { result, pictures, image: await pictures.draw(pageNo) });
  }
  return mixed.map(({ pageNo }) => pageNo);
}
