import type { Tx } from '#db/client.ts';
import { settleCostRecord } from '#db/costs.ts';
import { findManifest, insertManifest, markDeleting } from '#db/deletions.ts';
import { type JobRow, lockJob } from '#db/jobs.ts';
import { forgetAnswersAbout } from '#db/kept-answers.ts';
import { v7 as uuidv7 } from 'uuid';
import { recordEvent } from '../audit/record-event.ts';
import type { Ctx } from '../context.ts';
import { jobPrefix } from '../store/keys.ts';
import { type Artifact, manifestView } from './manifest-view.ts';

export interface Marking {
  jobId: string;
  /** Who asks; null for the system, which acts in nobody's name. */
  userId: string | null;
  /** Why the system asks: `retention` or `user-erasure`. */
  reason?: string;
  /** Looked at under the lock: false leaves the job as it is. */
  wanted?: (job: JobRow) => boolean;
}

/**
 * Marks a job for deletion: manifest (the tombstone), run + 1, DELETING, and the event, in the caller's transaction.
 * 'held' for one under a legal hold, which is told in the trail; 'no' where it is gone, marked before, or not wanted.
 */
export async function markForDeletion(
  tx: Tx,
  ctx: Ctx,
  { jobId, userId, reason, wanted }: Marking,
): Promise<'marked' | 'held' | 'no'> {
  const job = await lockJob(tx, jobId);
  // Another request came first between our reading and our lock.
  if (job === undefined || job.status === 'DELETING' || wanted?.(job) === false) return 'no';
  const told = reason === undefined ? {} : { reason };
  if (job.legal_hold) {
    // Committed, though nothing else is: nothing else remembers who wanted it gone.
    await refuse(tx, ctx, { ...job, user_id: userId });
    return 'held';
  }
  await insertManifest(tx, {
    id: uuidv7(),
    job_id: job.id,
    tenant_id: job.tenant_id,
    user_id: userId,
    status: 'PENDING',
    artifacts: JSON.stringify(listArtifacts(job)),
    bucket: job.bucket,
    object_prefix: jobPrefix(job.tenant_id, job.id),
    uploads_expire_at: job.upload_expires_at,
  });
  const manifest = await findManifest(tx, job.id);
  await markDeleting(tx, job.id, JSON.stringify(manifest === undefined ? null : manifestView(manifest)));
  await settleCostRecord(tx, job.id);
  // From now on the job itself answers, whatever was asked of it before.
  await forgetAnswersAbout(tx, job.id);
  await recordEvent(tx, ctx, {
    job: { ...job, user_id: userId },
    type: 'DELETION_REQUESTED',
    metadata: told,
  });
  return 'marked';
}

/** Tells the trail of a job that somebody wanted it gone while it has to be kept. */
export async function refuse(
  tx: Tx,
  ctx: Ctx,
  job: Pick<JobRow, 'id' | 'tenant_id' | 'audit_salt'> & { user_id: string | null },
): Promise<void> {
  await recordEvent(tx, ctx, { job, type: 'DELETION_REFUSED', metadata: { reason: 'legal-hold' } });
}

function listArtifacts(job: JobRow): Artifact[] {
  const keys: [Artifact['type'], string | null][] = [
    ['incoming', job.source_key],
    ['processed', job.processed_key],
    ['export', job.export_key],
  ];
  return keys.flatMap(([type, key]) => (key === null ? [] : [{ type, key, bucket: job.bucket }]));
}
