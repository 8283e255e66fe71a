import { findJobOfTenant, type JobRow } from '#db/jobs.ts';
import { validate as isUuid } from 'uuid';
import { requireScope } from '../auth/require-scope.ts';
import type { UserCtx } from '../context.ts';
import { jobNotFound } from '../jobs/require-job.ts';

/**
 * The job as far as it is still there, to its owner or to `admin`. Undefined for one that is gone, unknown or foreign:
 * its manifest tells. Throws `scope-missing` to others of the tenant, and `not-found` for what is no id, or while
 * FEATURES_T3_GDPR is off.
 */
export async function erasableJob(ctx: UserCtx, jobId: string): Promise<JobRow | undefined> {
  if (!ctx.config.FEATURES_T3_GDPR || !isUuid(jobId)) throw jobNotFound();
  const { tenantId, userId } = ctx.actor;
  const job = await findJobOfTenant(ctx.db, { tenantId, jobId });
  if (job !== undefined && job.user_id !== userId) await requireScope(ctx, ctx, 'admin');
  return job;
}
