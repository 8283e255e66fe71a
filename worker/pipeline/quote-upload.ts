import { noteQuote } from '#db/costs.ts';
import { findJob } from '#db/jobs.ts';
import { pageRate } from '#shared/costs/page-rate.ts';
import { needsRecognition } from '../ocr/recognise-page.ts';
import type { PdfDocument } from '../pdf/pdf-document.ts';
import type { WorkerCtx } from '../worker-ctx.ts';
import { listChosenPages } from './list-chosen-pages.ts';
import { isPageFault } from './open-job.ts';
import { removeLeftovers } from './remove-leftovers.ts';

/**
 * Looks at the chosen pages of a file that was uploaded and not started, and notes what it would cost. Stores no page, reserves
 * and charges nothing. Without effect on a job that was started or is gone. Throws what opening and looking throw.
 */
export async function quoteUpload(
  ctx: WorkerCtx,
  { jobId, signal }: { jobId: string; signal: AbortSignal },
): Promise<void> {
  const job = await findJob(ctx.db, jobId);
  if (job === undefined) await removeLeftovers(ctx, { jobId, attempt: 'open', committing: false });
  if (job?.status !== 'AWAITING_UPLOAD') return;
  const { pageCount, pagesToRead } = await ctx.sources.use(job, async (document) => ({
    pageCount: document.pageCount,
    pagesToRead: await countPagesToRead(document, {
      pages: listChosenPages(job, document.pageCount),
      signal,
    }),
  }));
  await noteQuote(ctx.db, { jobId, pageCount, pagesToRead, rateCents: pageRate(ctx.config, job) });
}

async function countPagesToRead(
  document: PdfDocument,
  { pages, signal }: { pages: number[]; signal: AbortSignal },
): Promise<number> {
  let pagesToRead = 0;
  for (const page of pages) {
    signal.throwIfAborted();
    if (await wantsRecognition(document, page)) pagesToRead += 1;
  }
  return pagesToRead;
}

/** A page that cannot be loaded will be stored as failed, and costs nothing. */
async function wantsRecognition(document: PdfDocument, page: number): Promise<boolean> {
  try {
    return needsRecognition((await document.readPage(page)).triage);
  } catch (error) {
    if (isPageFault(error)) return false;
    throw error;
  }
}
