import { findManifestOfTenant, type ManifestRow } from '#db/deletions.ts';
import type { UserCtx } from '../context.ts';
import { AppError } from '../errors.ts';
import { takeEffect } from '../idempotency/take-effect.ts';
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
  const manifest = job === undefined ? await findGone(ctx, jobId) : await mark(ctx, job.id);
  if (manifest === undefined) throw jobNotFound();
  if (manifest.status !== 'COMPLETED') await ringErasure(ctx, jobId);
  return manifestView(manifest);
}

async function findGone(
  { db, actor: { tenantId } }: UserCtx,
  jobId: string,
): Promise<ManifestRow | undefined> {
  return findManifestOfTenant(db, { tenantId, jobId });
}

async function mark(ctx: UserCtx, jobId: string): Promise<ManifestRow | undefined> {
  const { tenantId, userId } = ctx.actor;
  const marked = await takeEffect(
    ctx,
    async (tx) => {
      const outcome = await markForDeletion(tx, ctx, { jobId, userId });
      return outcome === 'held' ? outcome : findManifestOfTenant(tx, { tenantId, jobId });
    },
    // A job that is gone keeps no answers.
    (done) => (isOpen(done) ? { jobId, outcome: manifestView(done) } : undefined),
  );
  if (marked === 'held') throw new AppError('legal-hold', heldDetail);
  return marked;
}

function isOpen(manifest: ManifestRow | 'held' | undefined): manifest is ManifestRow {
  return manifest !== undefined && manifest !== 'held' && manifest.status !== 'COMPLETED';
}

const heldDetail =
  'This job is under a legal hold. An admin of the tenant lifts it with DELETE …/legal-hold.';
