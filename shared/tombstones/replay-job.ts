import { forgetPersons } from '#db/audit.ts';
import type { Tx } from '#db/client.ts';
import { settleCostRecord } from '#db/costs.ts';
import { findManifest, insertManifest, markDeleting } from '#db/deletions.ts';
import { type JobRow, lockJob, setLegalHold } from '#db/jobs.ts';
import { beginManifestAgain } from '#db/tombstones.ts';
import { recordEvent } from '../audit/record-event.ts';
import type { Ctx } from '../context.ts';
import { eraseJob } from '../deletion/erase-job.ts';
import { eraseObjects } from '../deletion/erase-objects.ts';
import { manifestView } from '../deletion/manifest-view.ts';
import { noteResurrection } from '../deletion/note-resurrection.ts';
import { ringErasure } from '../deletion/ring-erasure.ts';
import { AppError } from '../errors.ts';
import { jobPrefix } from '../store/keys.ts';
import type { JobTombstone } from './tombstone.ts';

/** 'gone': nothing had come back; 'erased' again; 'begun': the sweep ends it; 'elsewhere': its objects lie in another store. */
export type Replayed = 'gone' | 'erased' | 'begun' | 'elsewhere';

/**
 * Holds a job to its tombstone: one that is there again goes through the erasure once more, under the id of the first
 * one; of one that is not, the tombstone is kept, persons in its trail are forgotten and its place in the store is
 * emptied. What had come back is told of. Throws `wrong-state` for a job of another tenant, and what the erasure throws.
 */
export async function replayJob(ctx: Ctx, stone: JobTombstone): Promise<Replayed> {
  const back = await ctx.db.transaction().execute(async (tx) => markAgain(tx, ctx, stone));
  if (!back) return lookAgain(ctx, stone);
  if ((await eraseJob(ctx, stone.jobId)).state === 'done') return 'erased';
  await ringErasure(ctx, stone.jobId);
  return 'begun';
}

/** Whether the job had come back. */
async function markAgain(tx: Tx, ctx: Ctx, stone: JobTombstone): Promise<boolean> {
  const job = await lockJob(tx, stone.jobId);
  if (job === undefined) {
    await keepStone(tx, ctx, stone);
    return false;
  }
  if (job.tenant_id !== stone.tenantId)
    throw new AppError('wrong-state', `The job ${stone.jobId} is of another tenant than its tombstone.`);
  const nobodys = { ...job, user_id: null };
  // A deletion of this very database, on its way.
  if (job.status === 'DELETING' && stone.completedAt === null) return false;
  const metadata = { attempt: 'restore', objects: 0 };
  await recordEvent(tx, ctx, { job: nobodys, type: 'RESURRECTION_BLOCKED', metadata });
  if (job.status === 'DELETING') return true;
  await begin(tx, ctx, { job, stone });
  return true;
}

async function begin(tx: Tx, ctx: Ctx, { job, stone }: { job: JobRow; stone: JobTombstone }): Promise<void> {
  const because = { job: { ...job, user_id: null }, metadata: { reason: 'replay' } };
  // It stood when the backup was taken: that the deletion was taken later shows that it had been lifted.
  if (job.legal_hold) {
    await setLegalHold(tx, job.id, false);
    await recordEvent(tx, ctx, { ...because, type: 'LEGAL_HOLD_LIFTED' });
  }
  await beginManifestAgain(tx, { ...rowOf(stone), uploads_expire_at: job.upload_expires_at });
  const manifest = await findManifest(tx, job.id);
  await markDeleting(tx, job.id, JSON.stringify(manifest === undefined ? null : manifestView(manifest)));
  await settleCostRecord(tx, job.id);
  await recordEvent(tx, ctx, { ...because, type: 'DELETION_REQUESTED' });
}

/** A tombstone without a job is one of a completed deletion: whatever was to be done, only its objects can be left. */
async function keepStone(tx: Tx, ctx: Ctx, stone: JobTombstone): Promise<void> {
  const completedAt = new Date(stone.completedAt ?? Date.now());
  const row = { ...rowOf(stone), status: 'COMPLETED' as const, completed_at: completedAt };
  await insertManifest(tx, { ...row, next_attempt_at: completedAt });
  if ((await forgetPersons(tx, stone.jobId)) === 0) return;
  await recordEvent(tx, ctx, {
    job: { id: stone.jobId, tenant_id: stone.tenantId, user_id: null, audit_salt: Buffer.alloc(32) },
    type: 'RESURRECTION_BLOCKED',
    metadata: { attempt: 'restore', objects: 0 },
  });
  // The salt of that event too.
  await forgetPersons(tx, stone.jobId);
}

async function lookAgain(ctx: Ctx, stone: JobTombstone): Promise<Replayed> {
  const manifest = await findManifest(ctx.db, stone.jobId);
  if (manifest?.status !== 'COMPLETED') return 'begun';
  if (manifest.bucket !== ctx.store.bucket) return 'elsewhere';
  const found = await eraseObjects(ctx, manifest, async (objects) => {
    if (objects > 0) await noteResurrection(ctx, manifest, { attempt: 'restore', objects });
  });
  return found === 0 ? 'gone' : 'erased';
}

function rowOf(stone: JobTombstone): Parameters<typeof insertManifest>[1] {
  return {
    id: stone.deletionId,
    job_id: stone.jobId,
    tenant_id: stone.tenantId,
    user_id: null,
    status: 'PENDING',
    artifacts: JSON.stringify(stone.artifacts),
    bucket: stone.bucket,
    object_prefix: jobPrefix(stone.tenantId, stone.jobId),
    uploads_expire_at: new Date(stone.uploadsExpireAt),
    requested_at: new Date(stone.requestedAt),
    objects_deleted: stone.objectsDeleted,
    rows_deleted: stone.rowsDeleted,
    seen_empty_at: stone.seenEmptyAt === null ? null : new Date(stone.seenEmptyAt),
    certificate: stone.certificate === null ? null : JSON.stringify(stone.certificate),
  };
}
