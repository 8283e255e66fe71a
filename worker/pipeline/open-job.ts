import { isQuoted } from '#db/costs.ts';
import { changeStatus, type JobRow, setPageCount } from '#db/jobs.ts';
import { countFailure, listStoredPageNumbers } from '#db/pages.ts';
import { recordEvent } from '#shared/audit/record-event.ts';
import { AppError } from '#shared/errors.ts';
import type { Task } from '#shared/queue/consume.ts';
import { needsRecognition } from '../ocr/recognise-page.ts';
import type { WorkerCtx } from '../worker-ctx.ts';
import { checkpoint } from './checkpoint.ts';
import { Behind } from './behind.ts';
import type { ReadResult } from './commit-page.ts';
import { handOut } from './hand-out.ts';
import { listChosenPages } from './list-chosen-pages.ts';
import { lookAtPage } from './look-at-page.ts';
import { PagePictures } from './page-pictures.ts';
import { type PageToRead, quoteJob } from './quote-job.ts';
import { storePage } from './store-page.ts';

/**
 * The first step of a job: opens the file, reads the pages that have a text layer, quotes the others and hands them
 * out. It may run again at any point: pages stored stay stored, the quote is made once, and once it is made only what
 * is missing is handed out again.
 */
export async function openJob(ctx: WorkerCtx, { payload, signal }: Task<'open'>): Promise<void> {
  await begin(ctx, await checkpoint(ctx, payload, 'before_download'));
  const job = await checkpoint(ctx, payload, 'before_download');
  if (!(await isQuoted(ctx.db, payload))) await readAndQuote(ctx, job, signal);
  await handOut(ctx, job);
}

async function begin(ctx: WorkerCtx, job: JobRow): Promise<void> {
  await ctx.db.transaction().execute(async (tx) => {
    const begun = await changeStatus(tx, { jobId: job.id, run: job.run, from: ['QUEUED'], to: 'PROCESSING' });
    if (begun !== undefined) {
      await recordEvent(tx, ctx, { job: begun, type: 'STARTED', metadata: { run: begun.run } });
    }
  });
}

async function readAndQuote(ctx: WorkerCtx, job: JobRow, signal: AbortSignal): Promise<void> {
  const { pageCount, parts } = await ctx.sources.use(job, async (document) => ({
    pageCount: document.pageCount,
    parts: document.activeParts,
  }));
  // At least once: who opens the file again before it is quoted notes it again.
  if (parts.length > 0) await recordEvent(ctx.db, ctx, { job, type: 'CONTENT_IGNORED', metadata: { parts } });
  await setPageCount(ctx.db, job.id, pageCount);
  const stored = await listStoredPageNumbers(ctx.db, job.id);
  const pages = listChosenPages(job, pageCount).filter((page) => !stored.has(page));
  await quoteJob(ctx, job, await readTextLayers(ctx, job, { pages, signal }));
}

interface PagesToOpen {
  pages: number[];
  signal: AbortSignal;
}

/** Stores the pages that need no recognition, or that cannot be loaded at all; answers those that have to be recognised. */
async function readTextLayers(
  ctx: WorkerCtx,
  job: JobRow,
  { pages, signal }: PagesToOpen,
): Promise<PageToRead[]> {
  const toRead: PageToRead[] = [];
  const costly: number[] = [];
  const pictures = new PagePictures(ctx, job);
  const behind = new Behind(STORED_AT_ONCE);
  try {
    for (const pageNo of pages) {
      signal.throwIfAborted();
      const startedAt = performance.now();
      const { triage, model, errorCode } = await readTextLayer(ctx, job, pageNo);
      if (errorCode === 'resource-limit') costly.push(pageNo);
      if (costly.length >= MOST_COSTLY_PAGES) throw tooCostly(costly);
      if (triage !== null && needsRecognition(triage)) {
        toRead.push({ pageNo, triage });
        continue;
      }
      const readMs = performance.now() - startedAt;
      const read = { pageNo, triage, model, errorCode, readMs };
      const result = { ...read, kind: 'text-layer' as const, costCents: 0 };
      const image = model === null ? null : await pictures.draw(pageNo);
      await behind.add(async () => storePage(ctx, job, { result, pictures, image }));
    }
  } finally {
    await behind.settled();
  }
  return toRead;
}

/** Each may have taken the time of a whole call, while other files wait to be opened. */
const MOST_COSTLY_PAGES = 4;

function tooCostly(pages: number[]): AppError {
  return new AppError(
    'resource-limit',
    `Pages ${pages.join(', ')} each ask for more time or memory than the limits allow. Leave them out (\`pages\`), or print the PDF as a new one and send that.`,
    { facts: { pages } },
  );
}

/** Each holds a connection and a picture. */
const STORED_AT_ONCE = 3;

type Outcome = Pick<ReadResult, 'triage' | 'model' | 'errorCode'>;

/** The file is asked for page by page: a page that takes the reader's process down leaves the others a new one. */
async function readTextLayer(ctx: WorkerCtx, job: JobRow, pageNo: number): Promise<Outcome> {
  try {
    const { triage, model } = await lookAtPage(ctx, job, pageNo);
    return { triage, model, errorCode: null };
  } catch (error) {
    if (isPageFault(error) || (isCrash(error) && (await isWorn(ctx, job, pageNo)))) {
      return { triage: null, model: null, errorCode: error.code };
    }
    throw error;
  }
}

/** The reader's process ended over this page. Another try may help: the machine may have been short of memory. */
function isCrash(error: unknown): error is AppError {
  return error instanceof AppError && error.code === 'ocr-failed';
}

/** Counts a failure; whether there have been enough. */
async function isWorn(ctx: WorkerCtx, job: JobRow, pageNo: number): Promise<boolean> {
  const failures = await countFailure(ctx.db, { jobId: job.id, pageNo, errorCode: 'ocr-failed' });
  return failures >= ctx.config.PAGE_MAX_STARTS;
}

/** Faults of one page, which the others of its file do not share. */
export function isPageFault(error: unknown): error is AppError {
  return error instanceof AppError && (error.code === 'pdf-broken' || error.code === 'resource-limit');
}
