import type { JobRow } from '#db/jobs.ts';
import type { GreyImage } from '../pdf/grey-image.ts';
import type { MeteredPage } from '../monitor/meters.ts';
import type { WorkerCtx } from '../worker-ctx.ts';
import { checkpoint } from './checkpoint.ts';
import { commitPage, pageRow, type ReadResult } from './commit-page.ts';
import type { PagePictures } from './page-pictures.ts';

export interface PageToStore {
  result: ReadResult;
  pictures: PagePictures;
  image: GreyImage | null;
}

/**
 * Keeps the picture of a page and then commits the page. In this order whoever sees the page can see its picture, and a
 * picture that came too late for the deletion of its job is told of: JobCancelledError is thrown, and what lies there
 * has to be removed (see removeLeftovers).
 */
export async function storePage(
  ctx: WorkerCtx,
  job: JobRow,
  { result, pictures, image }: PageToStore,
): Promise<void> {
  await pictures.keep(result.pageNo, image);
  const outcome = await commitPage(ctx, job, result);
  if (outcome === 'stored') ctx.meters.pageStored(meteredPage(ctx, job, result));
  // Committed before, so that this commit asked nothing of the job.
  if (outcome === 'duplicate') await checkpoint(ctx, { jobId: job.id, run: job.run }, 'after_page');
}

function meteredPage(ctx: WorkerCtx, job: JobRow, result: ReadResult): MeteredPage {
  const { source, status, mean_confidence: confidence = null } = pageRow(job, result);
  const failed = status === 'FAILED';
  const recognised = source === 'ocr';
  return {
    source,
    engine: recognised ? ctx.ocr.name : 'pdfium',
    failed,
    readMs: result.readMs,
    confidence: recognised ? confidence : null,
    costCents: failed ? 0 : result.costCents,
  };
}
