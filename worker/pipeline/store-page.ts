import type { JobRow } from '#db/jobs.ts';
import type { GreyImage } from '../pdf/grey-image.ts';
import type { WorkerCtx } from '../worker-ctx.ts';
import { checkpoint } from './checkpoint.ts';
import { commitPage, type ReadResult } from './commit-page.ts';
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
  // Committed before, so that this commit asked nothing of the job.
  if (outcome === 'duplicate') await checkpoint(ctx, { jobId: job.id, run: job.run }, 'after_page');
}
