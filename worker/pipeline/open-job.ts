import { changeStatus, type JobRow, setPageCount } from '#db/jobs.ts';
import { listStoredPageNumbers } from '#db/pages.ts';
import { recordEvent } from '#shared/audit/record-event.ts';
import { AppError } from '#shared/errors.ts';
import { taskIds } from '#shared/queue/queues.ts';
import type { PdfDocument, Verdict } from '../pdf/pdf-document.ts';
import type { WorkerCtx } from '../worker-ctx.ts';
import { checkpoint, type JobOfRun } from './checkpoint.ts';
import { commitPage, type ReadResult } from './commit-page.ts';
import { quoteJob } from './quote-job.ts';

/**
 * The first step of a job: opens the file, reads the pages that have a text layer, quotes the others and hands them
 * out. It may run again at any point: pages stored stay stored, the quote is made once, tasks have fixed ids.
 */
export async function openJob(ctx: WorkerCtx, wanted: JobOfRun): Promise<void> {
  await begin(ctx, await checkpoint(ctx, wanted));
  const job = await checkpoint(ctx, wanted);
  const toRead = await ctx.sources.use(job, async (document) => {
    await setPageCount(ctx.db, job.id, document.pageCount);
    return readTextLayers(ctx, job, document);
  });
  const readable = await quoteJob(ctx, job, toRead.length);
  await refusePages(ctx, job, toRead.slice(readable));
  await handOut(ctx, job, toRead.slice(0, readable));
}

async function begin(ctx: WorkerCtx, job: JobRow): Promise<void> {
  await ctx.db.transaction().execute(async (tx) => {
    const begun = await changeStatus(tx, { jobId: job.id, from: ['QUEUED'], to: 'PROCESSING' });
    if (begun !== undefined)
      await recordEvent(tx, ctx, { job: begun, type: 'STARTED', metadata: { run: begun.run } });
  });
}

/** Stores every page that needs no recognition and answers the numbers of those that do. */
async function readTextLayers(ctx: WorkerCtx, job: JobRow, document: PdfDocument): Promise<number[]> {
  const toRead: number[] = [];
  for (let pageNo = 1; pageNo <= document.pageCount; pageNo += 1) {
    const startedAt = performance.now();
    const { verdict, ...outcome } = await readTextLayer(document, pageNo);
    const readMs = performance.now() - startedAt;
    if (verdict === 'needs-ocr') toRead.push(pageNo);
    else await commitPage(ctx, job, { pageNo, ...outcome, kind: 'text-layer', costCents: 0, readMs });
  }
  return toRead;
}

type Outcome = Pick<ReadResult, 'model' | 'errorCode'> & { verdict: Verdict | 'broken' };

/** A page that cannot be loaded is stored as failed; the others are read all the same. */
async function readTextLayer(document: PdfDocument, pageNo: number): Promise<Outcome> {
  try {
    const { model, verdict } = await document.readPage(pageNo);
    return { model, verdict, errorCode: null };
  } catch (error) {
    if (!(error instanceof AppError) || error.retryable || document.pageCount === 1) throw error;
    return { model: null, verdict: 'broken', errorCode: error.code };
  }
}

/** Pages beyond the cap are stored as failed, so that the result says what is missing and why. */
async function refusePages(ctx: WorkerCtx, job: JobRow, pages: number[]): Promise<void> {
  for (const pageNo of pages) {
    await commitPage(ctx, job, {
      pageNo,
      model: null,
      errorCode: 'job-cost-cap',
      kind: 'ocr',
      costCents: 0,
      readMs: 0,
    });
  }
}

async function handOut(ctx: WorkerCtx, job: JobRow, pages: number[]): Promise<void> {
  const doorbell = { jobId: job.id, run: job.run, traceId: job.trace_id };
  const stored = await listStoredPageNumbers(ctx.db, job.id);
  const missing = pages.filter((pageNo) => !stored.has(pageNo));
  if (missing.length === 0)
    await ctx.queues.add('assemble', doorbell, { taskId: taskIds.assemble(job.id, job.run) });
  else
    await ctx.queues.addPages(
      doorbell,
      missing.map((pageNo) => ({ ...doorbell, pageNo })),
    );
}
