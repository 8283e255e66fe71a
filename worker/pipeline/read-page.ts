import type { JobRow } from '#db/jobs.ts';
import { AppError } from '#shared/errors.ts';
import type { Task } from '#shared/queue/consume.ts';
import { readScannedPage } from '../ocr/read-scanned-page.ts';
import type { PageModel } from '../page/page-model.ts';
import type { WorkerCtx } from '../worker-ctx.ts';
import { checkpoint } from './checkpoint.ts';
import { commitPage, type ReadResult } from './commit-page.ts';
import { pageRateCents } from './quote-job.ts';

/**
 * Recognises one page and commits it. A page that failed, or took its worker down with it, PAGE_MAX_STARTS times is
 * stored as failed with its reason and costs nothing; the job goes on without it.
 */
export async function readPage(ctx: WorkerCtx, task: Task<'page'>): Promise<void> {
  const job = await checkpoint(ctx, task.payload);
  const startedAt = performance.now();
  const outcome = await recognise(ctx, job, task);
  const result: ReadResult = {
    pageNo: task.payload.pageNo,
    kind: 'ocr',
    costCents: pageRateCents(ctx),
    readMs: performance.now() - startedAt,
    ...outcome,
  };
  await commitPage(ctx, job, result);
}

type Outcome = Pick<ReadResult, 'model' | 'errorCode'>;

async function recognise(ctx: WorkerCtx, job: JobRow, task: Task<'page'>): Promise<Outcome> {
  const { PAGE_MAX_STARTS: maxStarts } = ctx.config;
  // More starts than tries means that the earlier ones never came back to tell why.
  if (task.starts > maxStarts) return { model: null, errorCode: 'ocr-failed' };
  try {
    return { model: await readModel(ctx, job, task), errorCode: null };
  } catch (error) {
    if (task.signal.aborted || task.starts < maxStarts) throw error;
    ctx.log.warn({ err: error, jobId: job.id, page: task.payload.pageNo }, 'a page is stored as failed');
    return { model: null, errorCode: error instanceof AppError ? error.code : 'ocr-failed' };
  }
}

async function readModel(ctx: WorkerCtx, job: JobRow, { payload, signal }: Task<'page'>): Promise<PageModel> {
  return ctx.sources.use(job, async (document) =>
    readScannedPage({ document, engine: ctx.ocr, page: payload.pageNo, dpi: ctx.config.OCR_DPI, signal }),
  );
}
