import { countTriage } from '#db/pages.ts';
import type { Triage } from '#db/schema.ts';
import type { UserCtx } from '../context.ts';
import { type JobView, jobView } from './job-view.ts';
import { requireJob } from './require-job.ts';

/** A job with what kinds of pages it has. */
export interface JobDetail extends JobView {
  /** triage: of the pages that are stored, how many are of which kind. */
  pages: JobView['pages'] & { triage: Record<Triage, number> };
}

/** How a job stands. Throws `not-found` or `deleted`. */
export async function getJob(ctx: UserCtx, jobId: string): Promise<JobDetail> {
  const view = jobView(await requireJob(ctx, jobId));
  const triage = { ...NONE, ...(await countTriage(ctx.db, jobId)) };
  return { ...view, pages: { ...view.pages, triage } };
}

const NONE: Record<Triage, number> = { 'text-layer': 0, image: 0, mixed: 0, garbage: 0, blank: 0 };
