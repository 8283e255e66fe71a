import type { JobRow } from '#db/jobs.ts';
import { countFailure, findFailures } from '#db/pages.ts';
import { AppError, type ErrorCode } from '#shared/errors.ts';
import type { Task } from '#shared/queue/consume.ts';
import { readScannedPage } from '../ocr/read-scanned-page.ts';
import type { PageModel } from '../page/page-model.ts';
import type { WorkerCtx } from '../worker-ctx.ts';
import { checkpoint } from './checkpoint.ts';
import type { ReadResult } from './commit-page.ts';
import { isPageFault } from './open-job.ts';
import { PagePictures } from './page-pictures.ts';
import { storePage } from './store-page.ts';

/**
 * Recognises one page and commits it. A page that failed, or took its worker down with it, PAGE_MAX_STARTS times is
 * stored as failed with its reason and costs nothing; the job goes on without it. Outages, orderly stops and the
 * faults of its neighbours are not the page's and are not counted.
 */
export async function readPage(ctx: WorkerCtx, task: Task<'page'>): Promise<void> {
  const job = await checkpoint(ctx, task.payload);
  const startedAt = performance.now();
  const outcome = await recognise(ctx, job, task);
  const result: ReadResult = {
    pageNo: task.payload.pageNo,
    kind: 'ocr',
    costCents: job.rate_cents,
    readMs: performance.now() - startedAt,
    ...outcome,
  };
  const pictures = new PagePictures(ctx, job);
  const image = isCrashing(ctx, task) ? null : await pictures.draw(task.payload.pageNo);
  await storePage(ctx, job, { result, pictures, image });
}

type Outcome = Pick<ReadResult, 'model' | 'errorCode'>;

async function recognise(ctx: WorkerCtx, job: JobRow, task: Task<'page'>): Promise<Outcome> {
  // A stall is a worker that never came back to tell why.
  const crashes = task.stalls + (await findFailures(ctx.db, { ...task.payload }));
  if (crashes >= ctx.config.PAGE_MAX_STARTS) return { model: null, errorCode: 'ocr-failed' };
  try {
    return { model: await readModel(ctx, job, task), errorCode: null };
  } catch (error) {
    if (task.signal.aborted || isOfOthers(error)) throw error;
    return failOnce(ctx, task, error);
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

/** Stores the page as failed where trying again cannot help or was tried often enough; else throws for another try. */
async function failOnce(ctx: WorkerCtx, task: Task<'page'>, error: unknown): Promise<Outcome> {
  const { jobId, pageNo } = task.payload;
  const errorCode = error instanceof AppError ? error.code : 'ocr-failed';
  const failures = await countFailure(ctx.db, { jobId, pageNo, errorCode });
  if (!isPageFault(error) && task.stalls + failures < ctx.config.PAGE_MAX_STARTS) throw error;
  ctx.log.warn({ err: error, jobId, page: pageNo }, 'a page is stored as failed');
  return { model: null, errorCode };
}

async function readModel(ctx: WorkerCtx, job: JobRow, { payload, signal }: Task<'page'>): Promise<PageModel> {
  return ctx.sources.use(job, async (document) =>
    readScannedPage({ document, engine: ctx.ocr, page: payload.pageNo, dpi: ctx.config.OCR_DPI, signal }),
  );
}
