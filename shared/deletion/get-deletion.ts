import { findManifestOfTenant } from '#db/deletions.ts';
import type { UserCtx } from '../context.ts';
import { AppError } from '../errors.ts';
import { jobNotFound } from '../jobs/require-job.ts';
import { erasableJob } from './erasable-job.ts';
import { type ManifestView, manifestView } from './manifest-view.ts';

/**
 * How far a deletion is, and after its completion its certificate. While the job is there: to its owner, or to `admin`;
 * then to its tenant, because who the owner was is forgotten (docs/decisions/0010). Throws what erasableJob throws, and
 * `not-found` for a job whose deletion nobody asked for.
 */
export async function getDeletion(ctx: UserCtx, jobId: string): Promise<ManifestView> {
  const job = await erasableJob(ctx, jobId);
  const manifest = await findManifestOfTenant(ctx.db, { tenantId: ctx.actor.tenantId, jobId });
  if (manifest !== undefined) return manifestView(manifest);
  throw job === undefined
    ? jobNotFound()
    : new AppError('not-found', 'Nobody has asked for the deletion of this job.');
}
