import { forgetPersons } from '#db/audit.ts';
import type { Tx } from '#db/client.ts';
import { rollUpCosts } from '#db/costs.ts';
import { beginDeleting, completeManifest, countDeletedObjects, deleteJobRows } from '#db/deletions.ts';
import { lockJob } from '#db/jobs.ts';
import { recordEvent } from '../audit/record-event.ts';
import type { Ctx } from '../context.ts';
import { eraseObjects } from './erase-objects.ts';

/** 'done', or 'later' where an upload address is still valid: the last look has to come after it. */
export type ErasureOutcome = { state: 'done' } | { state: 'later'; waitMs: number };

/**
 * Erases a job whose deletion was asked for: objects first, by listing until the listing is empty, then the rows in
 * one transaction. Every step may run again. Throws what eraseObjects throws; rows never
 * go while an object remains.
 */
export async function eraseJob(ctx: Ctx, jobId: string): Promise<ErasureOutcome> {
  const manifest = await beginDeleting(ctx.db, jobId);
  if (manifest === undefined) return { state: 'done' };
  const deleted = await eraseObjects(ctx, manifest);
  await countDeletedObjects(ctx.db, jobId, deleted);
  const waitMs = ctx.store.revocableUploads ? 0 : manifest.uploads_expire_at.getTime() - Date.now();
  if (waitMs > 0) return { state: 'later', waitMs };
  await ctx.db.transaction().execute(async (tx) => eraseRows(tx, ctx, jobId));
  return { state: 'done' };
}

async function eraseRows(tx: Tx, ctx: Ctx, jobId: string): Promise<void> {
  const job = await lockJob(tx, jobId);
  if (job === undefined) return;
  await rollUpCosts(tx, job);
  const rows = await deleteJobRows(tx, jobId);
  if (!(await completeManifest(tx, jobId, rows))) return;
  await recordEvent(tx, ctx, { job, type: 'DELETION_COMPLETED', metadata: { rows } });
  // Last, so that the completion's own row is cleared too.
  await forgetPersons(tx, jobId);
}
