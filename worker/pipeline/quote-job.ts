import type { Tx } from '#db/client.ts';
import { openCostRecord, reserve } from '#db/costs.ts';
import type { JobRow } from '#db/jobs.ts';
import { countRefusedPages, insertPage } from '#db/pages.ts';
import { AppError } from '#shared/errors.ts';
import type { WorkerCtx } from '../worker-ctx.ts';
import { pageRow } from './commit-page.ts';

/**
 * Quotes the pages that have to be recognised and reserves their price, once per run and in one transaction. Under
 * CAP_POLICY=partial the pages beyond the cap are stored as failed in the same transaction; under `reject` it throws
 * `job-cost-cap`, and nothing is written. Answers the pages to read; null where the quote was made before.
 */
export async function quoteJob(ctx: WorkerCtx, job: JobRow, pages: number[]): Promise<number[] | null> {
  const rateCents = ctx.config.FEATURES_T3_COSTS ? ctx.config.COST_PER_PAGE_CENTS : 0;
  const quote = quoteOf(ctx, job, { pages, rateCents });
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
  readable: number[];
  refused: number[];
  fitting: number;
  wantedCents: number;
}

function quoteOf(ctx: WorkerCtx, job: JobRow, asked: { pages: number[]; rateCents: number }): Quote {
  const { pages, rateCents } = asked;
  const left = job.cap_cents - job.spent_cents;
  const fitting = rateCents === 0 ? pages.length : Math.min(pages.length, Math.floor(left / rateCents));
  const readable = ctx.config.CAP_POLICY === 'partial' ? pages.slice(0, fitting) : pages;
  return { readable, refused: pages.slice(readable.length), fitting, wantedCents: pages.length * rateCents };
}

/** Pages beyond the cap are stored as failed, so that the result says what is missing and why. */
async function refusePages(tx: Tx, job: JobRow, pages: number[]): Promise<void> {
  for (const pageNo of pages) {
    const refusal = { model: null, errorCode: 'job-cost-cap', kind: 'ocr' as const, costCents: 0, readMs: 0 };
    await insertPage(tx, pageRow(job, { pageNo, ...refusal }));
  }
  await countRefusedPages(tx, job.id, pages.length);
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
