import { listPageHeads, type PageHead } from '#db/pages.ts';
import type { JobRow } from '#db/jobs.ts';
import type { UserCtx } from '../context.ts';
import { AppError } from '../errors.ts';
import { requireJob } from '../jobs/require-job.ts';
import { pageKey } from '../store/keys.ts';
import type { PresignedRequest } from '../store/object-store.ts';
import { type PageView, pageView } from './page-view.ts';
import { pngSize } from './png-size.ts';

export interface PagePicture extends PresignedRequest {
  /** Size of the page as displayed: boxes of cells are within it, and the picture shows it to its edges. */
  widthPoints: number;
  heightPoints: number;
}

export interface PageDetail extends PageView {
  jobId: string;
  /** A grey PNG; null where none was drawn. */
  picture: PagePicture | null;
}

/** One page and where to GET its picture. `page` counts from 1. Throws `not-found` or `deleted`. */
export async function getPage(ctx: UserCtx, jobId: string, page: string): Promise<PageDetail> {
  const job = await requireJob(ctx, jobId);
  const pageNo = /^[1-9]\d{0,5}$/.test(page) ? Number(page) : 0;
  const [row] = pageNo === 0 ? [] : await listPageHeads(ctx.db, { jobId, pageNo });
  if (row === undefined) throw new AppError('not-found', 'There is no such page, or it is not read yet.');
  return { ...pageView(row), jobId, picture: await findPicture(ctx, job, row) };
}

async function findPicture(ctx: UserCtx, job: JobRow, row: PageHead): Promise<PagePicture | null> {
  const key = pageKey({ tenantId: job.tenant_id, jobId: job.id, run: row.run }, row.page_no);
  // The first bytes say that it is there, and how large a page is of which nothing could be read.
  const start = await ctx.store.getRange(key, 0, 63);
  if (start === null) return null;
  const grant = await ctx.store.presignGet(key, {
    filename: `${job.filename.replace(/\.pdf$/i, '')}-page-${row.page_no}.png`,
    expiresSeconds: ctx.config.PRESIGN_TTL_SECONDS,
  });
  return { ...grant, ...(displayedSize(row) ?? pngSize(start)) };
}

function displayedSize({ width_points: width, height_points: height, turned_degrees: turned }: PageHead) {
  if (width === null || height === null) return null;
  const lying = (turned ?? 0) % 180 !== 0;
  return { widthPoints: lying ? height : width, heightPoints: lying ? width : height };
}
