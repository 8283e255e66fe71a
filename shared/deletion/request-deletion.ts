import type { Tx } from '#db/client.ts';
import { settleCostRecord } from '#db/costs.ts';
import { findManifest, findManifestOfTenant, insertManifest, markDeleting } from '#db/deletions.ts';
import { type JobRow, lockJob } from '#db/jobs.ts';
import { v7 as uuidv7 } from 'uuid';
import { recordEvent } from '../audit/record-event.ts';
import type { UserCtx } from '../context.ts';
import { AppError } from '../errors.ts';
import { jobNotFound } from '../jobs/require-job.ts';
import { jobPrefix } from '../store/keys.ts';
import { erasableJob } from './erasable-job.ts';
import { type Artifact, type ManifestView, manifestView } from './manifest-view.ts';
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
    const taken = await ctx.db.transaction().execute(async (tx) => tombstone(tx, ctx, job));
    if (!taken) throw new AppError('legal-hold', heldDetail);
  }
  const manifest = await findManifestOfTenant(ctx.db, { tenantId: ctx.actor.tenantId, jobId });
  if (manifest === undefined) throw jobNotFound();
  if (manifest.status !== 'COMPLETED') await ringErasure(ctx, jobId);
  return manifestView(manifest);
}

const heldDetail =
  'This job is under a legal hold. An admin of the tenant lifts it with DELETE …/legal-hold.';

/** False for a job that has to be kept. */
async function tombstone(tx: Tx, ctx: UserCtx, { id }: JobRow): Promise<boolean> {
  const job = await lockJob(tx, id);
  // Another request came first between our reading and our lock.
  if (job === undefined || job.status === 'DELETING') return true;
  if (job.legal_hold) {
    // Committed, though nothing else is: nothing else remembers who wanted it gone.
    await recordEvent(tx, ctx, { job, type: 'DELETION_REFUSED', metadata: { reason: 'legal-hold' } });
    return false;
  }
  await insertManifest(tx, {
    id: uuidv7(),
    job_id: job.id,
    tenant_id: job.tenant_id,
    user_id: ctx.actor.userId,
    status: 'PENDING',
    artifacts: JSON.stringify(listArtifacts(job)),
    bucket: job.bucket,
    object_prefix: jobPrefix(job.tenant_id, job.id),
    uploads_expire_at: job.upload_expires_at,
  });
  const manifest = await findManifest(tx, job.id);
  await markDeleting(tx, job.id, JSON.stringify(manifest === undefined ? null : manifestView(manifest)));
  await settleCostRecord(tx, job.id);
  await recordEvent(tx, ctx, { job, type: 'DELETION_REQUESTED' });
  return true;
}

function listArtifacts(job: JobRow): Artifact[] {
  const keys: [Artifact['type'], string | null][] = [
    ['incoming', job.source_key],
    ['processed', job.processed_key],
    ['export', job.export_key],
  ];
  return keys.flatMap(([type, key]) => (key === null ? [] : [{ type, key, bucket: job.bucket }]));
}
