import { findManifest } from '#db/deletions.ts';
import { eraseObjects } from '#shared/deletion/erase-objects.ts';
import { noteResurrection } from '#shared/deletion/note-resurrection.ts';
import type { WorkerCtx } from '../worker-ctx.ts';

/**
 * Removes what was written while its job was being deleted: the deletion may have looked for the last time before it
 * was there. Does nothing for a job that nobody deletes. Throws while an object remains.
 */
export async function removeLeftovers(ctx: WorkerCtx, jobId: string): Promise<void> {
  const manifest = await findManifest(ctx.db, jobId);
  if (manifest === undefined) return;
  await eraseObjects(ctx, manifest, async (objects) => {
    if (objects > 0 && manifest.status === 'COMPLETED') await noteResurrection(ctx, manifest, objects);
  });
}
