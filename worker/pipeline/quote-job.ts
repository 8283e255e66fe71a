import type { Tx } from '#db/client.ts';
import { openCostRecord, reserve } from '#db/costs.ts';
import type { JobRow } from '#db/jobs.ts';
import { AppError } from '#shared/errors.ts';
import type { WorkerCtx } from '../worker-ctx.ts';

/** Price of one recognised page in cents; 0 while FEATURES_T3_COSTS is off. */
export function pageRateCents(ctx: WorkerCtx): number {
  return ctx.config.FEATURES_T3_COSTS ? ctx.config.COST_PER_PAGE_CENTS : 0;
}

/**
 * Quotes the pages that have to be recognised and reserves their price, once per run. Answers how many of them may be
 * read: all, or under CAP_POLICY=partial those that fit. Throws `job-cost-cap` under CAP_POLICY=reject.
 */
export async function quoteJob(ctx: WorkerCtx, job: JobRow, pages: number): Promise<number> {
  const rate = pageRateCents(ctx);
  const fitting = rate === 0 ? pages : Math.min(pages, Math.floor((job.cap_cents - job.spent_cents) / rate));
  const readable = ctx.config.CAP_POLICY === 'partial' ? fitting : pages;
  const quotedCents = readable * rate;
  const reserved = await ctx.db
    .transaction()
    .execute(async (tx) => reserveOnce(tx, job, { readable, quotedCents }));
  if (reserved) return readable;
  const facts = { quotedCents, capCents: job.cap_cents, pages, pagesThatFit: fitting };
  const detail = `${pages} pages have to be recognised for ${quotedCents} cents, the cap is ${job.cap_cents} cents; ${fitting} of them would fit. Raise MAX_JOB_COST_CENTS, split the file, or set CAP_POLICY=partial.`;
  throw new AppError('job-cost-cap', detail, { facts });
}

/** The record of the run is the mark that its reservation was made: a second opening reserves nothing more. */
async function reserveOnce(
  tx: Tx,
  job: JobRow,
  quote: { readable: number; quotedCents: number },
): Promise<boolean> {
  if (!(await openCostRecord(tx, job, 'tesseract'))) return true;
  const { readable, quotedCents } = quote;
  return reserve(tx, { jobId: job.id, run: job.run, pagesToRead: readable, quotedCents });
}
