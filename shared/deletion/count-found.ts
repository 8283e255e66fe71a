import { countPendingObjects, type ManifestRow } from '#db/deletions.ts';
import type { Ctx } from '../context.ts';
import { noteResurrection } from './note-resurrection.ts';

/**
 * Counts what a look of an erasure has found, before it is deleted. Where an earlier look had seen the store empty, it
 * came afterwards, by an upload address that was still valid: that is told of.
 */
export async function countFound(ctx: Ctx, manifest: ManifestRow, objects: number): Promise<void> {
  if (objects > 0 && manifest.seen_empty_at !== null)
    await noteResurrection(ctx, manifest, { attempt: 'upload', objects });
  await countPendingObjects(ctx.db, manifest.job_id, objects);
}
