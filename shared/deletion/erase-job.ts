import { forgetPersons } from '#db/audit.ts';
import type { Tx } from '#db/client.ts';
import { rollUpCosts } from '#db/costs.ts';
import {
  beginDeleting,
  completeManifest,
  deleteJobRows,
  type ManifestRow,
  noteSeenEmpty,
  withErasureLock,
} from '#db/deletions.ts';
import { lockJob } from '#db/jobs.ts';
import { recordEvent } from '../audit/record-event.ts';
import type { Ctx } from '../context.ts';
import { certifyDeletion } from './certify-deletion.ts';
import { countFound } from './count-found.ts';
import { eraseObjects } from './erase-objects.ts';
import { sealErasure } from './seal-erasure.ts';

/**
 * 'done'; 'later' where an upload address is still valid: the last look has to come after it; 'busy' where another
 * worker has this erasure in hand.
 */
export type ErasureOutcome = { state: 'done' } | { state: 'later'; waitMs: number } | { state: 'busy' };

/**
 * Erases a job whose deletion was asked for: objects first, by listing until the listing is empty, then the rows in
 * one transaction. One that is complete is looked at once more when a day has passed. One worker at a time, and every step may run again. Throws what eraseObjects throws; rows never
 * go while an object remains.
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
  // Before the look: one that an upload may still follow is not the last.
  const waitMs = uploadsOpenMs(ctx, manifest);
  await eraseObjects(ctx, manifest, async (found) => countFound(ctx, manifest, found));
  await noteSeenEmpty(ctx.db, jobId);
  if (waitMs > 0) return { state: 'later', waitMs };
  await ctx.db.transaction().execute(async (tx) => eraseRows(tx, ctx, jobId));
  return { state: 'done' };
}

function uploadsOpenMs({ store }: Ctx, { uploads_expire_at: end }: ManifestRow): number {
  return store.revocableUploads ? 0 : end.getTime() - Date.now();
}

async function eraseRows(tx: Tx, ctx: Ctx, jobId: string): Promise<void> {
  const job = await lockJob(tx, jobId);
  if (job === undefined) return;
  await rollUpCosts(tx, job);
  const rows = await deleteJobRows(tx, jobId);
  const manifest = await completeManifest(tx, jobId, rows);
  if (manifest === undefined) return;
  const { objects, manifestSha256 } = await certifyDeletion(tx, ctx, manifest);
  await recordEvent(tx, ctx, {
    job,
    type: 'DELETION_COMPLETED',
    metadata: { rows, objects, manifestSha256 },
  });
  // Last, so that the completion's own row is cleared too.
  await forgetPersons(tx, jobId);
}
