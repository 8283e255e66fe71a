import type { UserCtx } from '../context.ts';
import { type JobView, jobView } from './job-view.ts';
import { requireJob } from './require-job.ts';

/** How a job stands. Throws `not-found` or `deleted`. */
export async function getJob(ctx: UserCtx, jobId: string): Promise<JobView> {
  return jobView(await requireJob(ctx, jobId));
}
