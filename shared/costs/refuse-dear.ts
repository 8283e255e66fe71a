import type { JobRow } from '#db/jobs.ts';
import type { UserCtx } from '../context.ts';
import { quoteRefusal } from './quote-refusal.ts';
import { weighJob } from './weigh-job.ts';

/**
 * Refuses a job whose quote is known and goes beyond its cap or its user's budget, before it runs. Without a quote, or
 * under CAP_POLICY=partial, it says nothing. Throws `job-cost-cap` or `user-budget`. The reservation decides again.
 */
export async function refuseDear(ctx: UserCtx, job: JobRow): Promise<void> {
  if (job.quoted_at === null || job.error_code !== null || ctx.config.CAP_POLICY === 'partial') return;
  const weighed = await weighJob(ctx, job, { pages: job.pages_to_read, rateCents: job.rate_cents });
  if (weighed !== null && weighed.bound !== null) throw quoteRefusal(weighed, job, ctx.config);
}
