import { findManifest } from '#db/deletions.ts';
import { eraseObjects } from '#shared/deletion/erase-objects.ts';
import { noteResurrection, type Resurrection } from '#shared/deletion/note-resurrection.ts';
import type { WorkerCtx } from '../worker-ctx.ts';

export interface LateWork {
  jobId: string;
  attempt: Resurrection['attempt'];
  /** Whether work had been done and was refused at its commit. A task that was not begun is only left over. */
  committing: boolean;
}

/**
 * Removes what was written while its job was being deleted: the deletion may have looked for the last time before it
 * was there. Tells the trail where the job is erased, whatever the task had done, and while it is being erased where
 * finished work came too late. Does nothing for a job that nobody deletes. Throws while an object remains.
 */
export async function removeLeftovers(
  ctx: WorkerCtx,
  { jobId, attempt, committing }: LateWork,
): Promise<void> {
  const manifest = await findManifest(ctx.db, jobId);
  if (manifest === undefined) return;
  const told = committing || manifest.status === 'COMPLETED';
  await eraseObjects(ctx, manifest, async (objects) => {
    // A doorbell for an erasure that is over brings nothing back: one rings twice, and a crash rings again.
    if (told && (attempt !== 'erase' || objects > 0))
      await noteResurrection(ctx, manifest, { attempt, objects });
  });
}
