import { forgetPersons } from '#db/audit.ts';
import type { Tx } from '#db/client.ts';
import { rollUpCosts } from '#db/costs.ts';
import {
  beginDeleting,
  completeManifest,
  deleteJobRows,
  type ManifestRow,
  noteSeenEmpty,
  postponeDeletion,
  withErasureLock,
} from '#db/deletions.ts';
import { findJob, lockJob } from '#db/jobs.ts';
import { recordEvent } from '../audit/record-event.ts';
import type { Ctx } from '../context.ts';
import { recordErasure } from '../webhooks/record-erasure.ts';
import { ringWebhooks } from '../webhooks/ring-webhooks.ts';
import { certifyDeletion } from './certify-deletion.ts';
import { countFound } from './count-found.ts';
import { eraseObjects } from './erase-objects.ts';
import { sealErasure } from './seal-erasure.ts';
import { withdrawTasks } from './withdraw-tasks.ts';
import { workersAtWork } from './workers-at-work.ts';

/**
 * 'done'; 'later' where something may still come that the last look has to come after: from a worker, under an upload
 * address, out of the audit stream; 'busy' where another worker has this erasure in hand.
 */
export type ErasureOutcome = { state: 'done' } | { state: 'later'; waitMs: number } | { state: 'busy' };

/**
 * Erases a job whose deletion was asked for: objects first, by listing until the listing is empty, then what lies in the
 * queues, then the rows in one transaction. One that is complete is looked at once more when a day has passed. One worker
 * at a time, and every step may run again. Throws what eraseObjects throws, and the queue's errors; rows never go while
 * an object remains.
 */
export async function eraseJob(ctx: Ctx, jobId: string): Promise<ErasureOutcome> {
  const outcome = await withErasureLock(ctx.db, jobId, async (db) => eraseAlone({ ...ctx, db }, jobId));
  return outcome ?? { state: 'busy' };
}

async function eraseAlone(ctx: Ctx, jobId: string): Promise<ErasureOutcome> {
  const intervalSeconds = ctx.config.DELETION_SWEEP_INTERVAL_SECONDS;
  const manifest = await beginDeleting(ctx.db, { jobId, intervalSeconds });
  if (manifest === undefined) {
    await sealErasure(ctx, jobId);
    return { state: 'done' };
  }
  // First, because what a worker puts between a deletion and the look after it would count as a failure of the store.
  if (await isInHand(ctx, manifest)) return later(ctx, manifest, soonMs);
  // Before the look: one that an upload may still follow is not the last.
  const waitMs = uploadsOpenMs(ctx, manifest);
  await eraseObjects(ctx, manifest, async (found) => countFound(ctx, manifest, found));
  await noteSeenEmpty(ctx.db, jobId);
  if (waitMs > 0) return later(ctx, manifest, waitMs);
  // Before the rows, which tell what to look for: a crash in between leaves nothing that nobody would look for.
  const job = await findJob(ctx.db, jobId);
  if (job !== undefined) await withdrawTasks(ctx, job);
  await ctx.db.transaction().execute(async (tx) => eraseRows(tx, ctx, jobId));
  await ringWebhooks(ctx);
  return { state: 'done' };
}

/** How soon what a worker or the stream has in hand is looked for again. */
const soonMs = 1000;

async function isInHand(ctx: Ctx, manifest: ManifestRow): Promise<boolean> {
  return (await workersAtWork(ctx, manifest)) || !(await ctx.trail.isWrittenUntil(manifest.requested_at));
}

function uploadsOpenMs({ store }: Ctx, { uploads_expire_at: end }: ManifestRow): number {
  return store.revocableUploads ? 0 : end.getTime() - Date.now();
}

async function later(ctx: Ctx, { job_id: jobId }: ManifestRow, waitMs: number): Promise<ErasureOutcome> {
  const seconds = Math.ceil(waitMs / 1000) + ctx.config.DELETION_SWEEP_INTERVAL_SECONDS;
  await postponeDeletion(ctx.db, jobId, seconds);
  return { state: 'later', waitMs };
}

async function eraseRows(tx: Tx, ctx: Ctx, jobId: string): Promise<void> {
  const job = await lockJob(tx, jobId);
  if (job === undefined) return;
  await rollUpCosts(tx, job);
  const rows = await deleteJobRows(tx, jobId);
  const manifest = await completeManifest(tx, jobId, rows);
  if (manifest === undefined) return;
  const certificate = await certifyDeletion(tx, ctx, manifest);
  await recordEvent(tx, ctx, {
    job,
    type: 'DELETION_COMPLETED',
    metadata: { rows, objects: certificate.objects, manifestSha256: certificate.manifestSha256 },
  });
  await recordErasure(tx, ctx, { manifest, certificate });
  // Last, so that the completion's own row is cleared too.
  await forgetPersons(tx, jobId);
}
