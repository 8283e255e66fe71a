import { listPageHeads } from '#db/pages.ts';
import type { UserCtx } from '../context.ts';
import { requireJob } from '../jobs/require-job.ts';
import { type PageView, pageView } from './page-view.ts';

/** The pages of a job that are read, in order; while it is at work, as far as it is. Throws `not-found` or `deleted`. */
export async function listPages(
  ctx: UserCtx,
  jobId: string,
): Promise<{ jobId: string; pageCount: number | null; pages: PageView[] }> {
  const job = await requireJob(ctx, jobId);
  const rows = await listPageHeads(ctx.db, { jobId });
  return { jobId, pageCount: job.page_count, pages: rows.map(pageView) };
}
