import type { JobRow } from '#db/jobs.ts';
import { countFailure, findFailures } from '#db/pages.ts';
import { AppError, type ErrorCode } from '#shared/errors.ts';
import type { Task } from '#shared/queue/consume.ts';
import { recognisePage } from '../ocr/recognise-page.ts';
import type { WorkerCtx } from '../worker-ctx.ts';
import { checkpoint } from './checkpoint.ts';
import type { ReadResult } from './commit-page.ts';
import { lookAtPage } from './look-at-page.ts';
import { isPageFault } from './open-job.ts';
import { PagePictures } from './page-pictures.ts';
import { storePage } from './store-page.ts';

/**
 * Recognises one page and commits it. A page that failed, or took its worker down with it, PAGE_MAX_STARTS times is
 * stored as failed with its reason and costs nothing; the job goes on without it. A mixed page then keeps its text
 * layer, and the reason stands beside it. Outages, orderly stops and the
 * faults of its neighbours are not the page's and are not counted.
 */
export async function readPage(ctx: WorkerCtx, task: Task<'page'>): Promise<void> {
  const job = await checkpoint(ctx, task.payload, 'before_page');
  const startedAt = performance.now();
  const outcome = await recognise(ctx, job, task);
  // What is drawn and written below would be in vain; the commit asks again.
  await checkpoint(ctx, task.payload, 'after_page');
  const result: ReadResult = {
    pageNo: task.payload.pageNo,
    ...outcome,
    ...priceOf(job, outcome),
    readMs: performance.now() - startedAt,
  };
  const pictures = new PagePictures(ctx, job);
  const image = isCrashing(ctx, task) ? null : await pictures.draw(task.payload.pageNo);
  await storePage(ctx, job, { result, pictures, image });
}

type Outcome = Pick<ReadResult, 'triage' | 'model' | 'errorCode'>;

/** What came from a text layer costs nothing, on whichever way. */
function priceOf(job: JobRow, { model }: Outcome): Pick<ReadResult, 'kind' | 'costCents'> {
  const recognised = model === null || model.source === 'ocr';
  return recognised ? { kind: 'ocr', costCents: job.rate_cents } : { kind: 'text-layer', costCents: 0 };
}

async function recognise(ctx: WorkerCtx, job: JobRow, task: Task<'page'>): Promise<Outcome> {
  // A stall is a worker that never came back to tell why.
  const crashes = task.stalls + (await findFailures(ctx.db, { ...task.payload }));
  if (crashes >= ctx.config.PAGE_MAX_STARTS)
    return withoutRecognition(ctx, job, { task, errorCode: 'ocr-failed' });
  try {
    return await lookAndRecognise(ctx, job, task);
  } catch (error) {
    if (task.signal.aborted || isOfOthers(error)) throw error;
    return withoutRecognition(ctx, job, { task, errorCode: await failOnce(ctx, task, error) });
  }
}

/** A page that takes workers down with it is not drawn either. */
function isCrashing(ctx: WorkerCtx, { stalls }: Task<'page'>): boolean {
  return stalls >= ctx.config.PAGE_MAX_STARTS;
}

/** What a page has no part in: the wish to cancel, a changed file, a store or database away, a neighbour's crash. */
function isOfOthers(error: unknown): boolean {
  const codes: ErrorCode[] = [
    'job-cancelled',
    'sha256-mismatch',
    'upload-mismatch',
    'store-unavailable',
    'database-unavailable',
    'internal',
  ];
  return error instanceof AppError && codes.includes(error.code);
}

/** The code to store the page with where trying again cannot help or was tried often enough; else throws for another try. */
async function failOnce(ctx: WorkerCtx, task: Task<'page'>, error: unknown): Promise<ErrorCode> {
  const { jobId, pageNo } = task.payload;
  const errorCode = error instanceof AppError ? error.code : 'ocr-failed';
  const failures = await countFailure(ctx.db, { jobId, pageNo, errorCode });
  if (!isPageFault(error) && task.stalls + failures < ctx.config.PAGE_MAX_STARTS) throw error;
  ctx.log.warn({ err: error, jobId, page: pageNo }, 'a page is stored as failed');
  return errorCode;
}

async function lookAndRecognise(
  ctx: WorkerCtx,
  job: JobRow,
  { payload: { pageNo: page }, signal }: Task<'page'>,
): Promise<Outcome> {
  return ctx.sources.use(job, async (document) => {
    const read = await document.readPage(page, signal);
    const request = { document, engine: ctx.ocr, page, dpi: ctx.config.OCR_DPI, signal };
    const model = await recognisePage(request, read);
    // Drawn, it shows nothing: nothing was recognised, and nothing is charged.
    const triage = model.source === 'blank' ? 'blank' : read.triage;
    return { triage, model, errorCode: null };
  });
}

interface Given {
  task: Task<'page'>;
  errorCode: ErrorCode;
}

/** What is left of a page that is given up: the text layer where it is mixed. `open` has looked at it before, and lived. */
async function withoutRecognition(ctx: WorkerCtx, job: JobRow, { task, errorCode }: Given): Promise<Outcome> {
  try {
    const { triage, model } = await lookAtPage(ctx, job, task.payload.pageNo);
    return { triage, model: triage === 'mixed' ? model : null, errorCode };
  } catch (error) {
    if (isOfOthers(error) && !task.lastAttempt) throw error;
    return { triage: null, model: null, errorCode };
  }
}
