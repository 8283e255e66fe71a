import type { Tx } from '#db/client.ts';
import { openCostRecord, reserve } from '#db/costs.ts';
import type { JobRow } from '#db/jobs.ts';
import { countRefusedPages, insertPage } from '#db/pages.ts';
import type { Triage } from '#db/schema.ts';
import { AppError } from '#shared/errors.ts';
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
 * Quotes the pages that have to be recognised and reserves their price, once per run and in one transaction. Under
 * CAP_POLICY=partial the pages beyond the cap are stored as failed in the same transaction, mixed ones before it with
 * what their text layer says; under `reject` it throws `job-cost-cap`, and nothing is written. Answers the pages to
 * read; null where the quote was made before.
 */
export async function quoteJob(
  ctx: WorkerCtx,
  job: JobRow,
  pages: PageToRead[],
): Promise<PageToRead[] | null> {
  const rateCents = ctx.config.FEATURES_T3_COSTS ? ctx.config.COST_PER_PAGE_CENTS : 0;
  const quote = quoteOf(ctx, job, { pages, rateCents });
  await keepTextLayers(ctx, job, quote.refused);
  return ctx.db.transaction().execute(async (tx) => {
    if (!(await openCostRecord(tx, job, ctx.ocr.name))) return null;
    const pagesToRead = quote.readable.length;
    if (!(await reserve(tx, { jobId: job.id, run: job.run, pagesToRead, rateCents })))
      throw overCap(job, quote);
    await refusePages(tx, job, quote.refused);
    return quote.readable;
  });
}

interface Quote {
  readable: PageToRead[];
  refused: PageToRead[];
  fitting: number;
  wantedCents: number;
}

function quoteOf(ctx: WorkerCtx, job: JobRow, asked: { pages: PageToRead[]; rateCents: number }): Quote {
  const { pages, rateCents } = asked;
  const left = job.cap_cents - job.spent_cents;
  const fitting = rateCents === 0 ? pages.length : Math.min(pages.length, Math.floor(left / rateCents));
  const readable = ctx.config.CAP_POLICY === 'partial' ? pages.slice(0, fitting) : pages;
  return { readable, refused: pages.slice(readable.length), fitting, wantedCents: pages.length * rateCents };
}

/** Pages beyond the cap are stored as failed, so that the result says what is missing and why. */
async function refusePages(tx: Tx, job: JobRow, pages: PageToRead[]): Promise<void> {
  const unread = pages.filter(({ triage }) => triage !== 'mixed');
  for (const page of unread) {
    const refusal = { model: null, errorCode: 'job-cost-cap', kind: 'ocr' as const, costCents: 0, readMs: 0 };
    await insertPage(tx, pageRow(job, { ...page, ...refusal }));
  }
  await countRefusedPages(tx, job.id, unread.length);
}

/** One by one: the words of a long document are never in memory together. Done twice, it is done once. */
async function keepTextLayers(ctx: WorkerCtx, job: JobRow, pages: PageToRead[]): Promise<void> {
  const pictures = new PagePictures(ctx, job);
  for (const { pageNo } of pages.filter(({ triage }) => triage === 'mixed')) {
    const startedAt = performance.now();
    const { triage, model } = await lookAtPage(ctx, job, pageNo);
    const free = { errorCode: 'job-cost-cap', kind: 'text-layer' as const, costCents: 0 };
    const result = { pageNo, triage, model, ...free, readMs: performance.now() - startedAt };
    await storePage(ctx, job, { result, pictures, image: await pictures.draw(pageNo) });
  }
}

function overCap(job: JobRow, { readable, fitting, wantedCents }: Quote): AppError {
  const facts = {
    quotedCents: wantedCents,
    capCents: job.cap_cents,
    pages: readable.length,
    pagesThatFit: fitting,
  };
  const detail = `${readable.length} pages have to be recognised for ${wantedCents} cents, the cap is ${job.cap_cents} cents; ${fitting} of them would fit. Raise MAX_JOB_COST_CENTS, split the file, or set CAP_POLICY=partial.`;
  return new AppError('job-cost-cap', detail, { facts });
}
