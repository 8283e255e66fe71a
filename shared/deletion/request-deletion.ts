import { findManifestOfTenant } from '#db/deletions.ts';
import type { UserCtx } from '../context.ts';
import { AppError } from '../errors.ts';
import { jobNotFound } from '../jobs/require-job.ts';
import { erasableJob } from './erasable-job.ts';
import { type ManifestView, manifestView } from './manifest-view.ts';
import { markForDeletion } from './mark-for-deletion.ts';
import { ringErasure } from './ring-erasure.ts';

/**
 * Marks a job for deletion: from this transaction on it is DELETING, its run is over, and nothing may be written to
 * it. Asked again it answers the same manifest, after completion with its certificate. Throws `not-found` (also while
 * FEATURES_T3_GDPR is off), and `scope-missing` where the job is another user's and the caller no `admin`, and
 * `legal-hold`.
 */
export async function requestDeletion(ctx: UserCtx, jobId: string): Promise<ManifestView> {
  const job = await erasableJob(ctx, jobId);
  if (job !== undefined) {
    const { userId } = ctx.actor;
    const marked = await ctx.db
      .transaction()
      .execute(async (tx) => markForDeletion(tx, ctx, { jobId: job.id, userId }));
    if (marked === 'held') throw new AppError('legal-hold', heldDetail);
  }
  const manifest = await findManifestOfTenant(ctx.db, { tenantId: ctx.actor.tenantId, jobId });
  if (manifest === undefined) throw jobNotFound();
  if (manifest.status !== 'COMPLETED') await ringErasure(ctx, jobId);
  return manifestView(manifest);
}

const heldDetail =
  'This job is under a legal hold. An admin of the tenant lifts it with DELETE …/legal-hold.';
