import { forgetPersons } from '#db/audit.ts';
import type { Tx } from '#db/client.ts';
import { rollUpCosts } from '#db/costs.ts';
import {
  beginDeleting,
  completeManifest,
  countDeletedObjects,
  deleteJobRows,
  type ManifestRow,
} from '#db/deletions.ts';
import { lockJob } from '#db/jobs.ts';
import { recordEvent } from '../audit/record-event.ts';
import type { Ctx } from '../context.ts';
import { AppError } from '../errors.ts';
import type { StoredObject } from '../store/object-store.ts';

/** 'done', or 'later' where an upload address is still valid: the last look has to come after it. */
export type ErasureOutcome = { state: 'done' } | { state: 'later'; waitMs: number };

/**
 * Erases a job whose deletion was asked for: objects first, by listing until the listing is empty, then the rows in
 * one transaction. Every step may run again. Throws `store-unavailable` when an object could not be deleted; rows
 * never go while one remains.
 */
export async function eraseJob(ctx: Ctx, jobId: string): Promise<ErasureOutcome> {
  const manifest = await beginDeleting(ctx.db, jobId);
  if (manifest === undefined) return { state: 'done' };
  await deleteObjects(ctx, manifest);
  const waitMs = ctx.store.revocableUploads ? 0 : manifest.uploads_expire_at.getTime() - Date.now();
  if (waitMs > 0) return { state: 'later', waitMs };
  await ctx.db.transaction().execute(async (tx) => eraseRows(tx, ctx, jobId));
  return { state: 'done' };
}

async function deleteObjects(ctx: Ctx, manifest: ManifestRow): Promise<void> {
  const found = await listAll(ctx, manifest.object_prefix);
  const failures = found.length === 0 ? [] : await ctx.store.delete(found);
  await countDeletedObjects(ctx.db, manifest.job_id, found.length - failures.length);
  const left = await listAll(ctx, manifest.object_prefix);
  if (left.length > 0) {
    throw new AppError(
      'store-unavailable',
      `${left.length} objects could not be deleted yet; it is tried again.`,
      {
        facts: { left: left.length, reasons: [...new Set(failures.map((failure) => failure.reason))] },
      },
    );
  }
}

async function listAll(ctx: Ctx, prefix: string): Promise<StoredObject[]> {
  const objects: StoredObject[] = [];
  for await (const object of ctx.store.list(prefix)) objects.push(object);
  return objects;
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
