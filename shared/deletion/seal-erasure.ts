import { beginSealing, noteSealed } from '#db/deletions.ts';
import type { Ctx } from '../context.ts';
import { eraseObjects } from './erase-objects.ts';
import { noteResurrection } from './note-resurrection.ts';

/**
 * Looks at the prefix of an erased job once more, a day after its completion: an upload that began under a valid address
 * may have ended late, and a writer may be at fault. What lies there again is removed and told of, and a day later it is
 * looked again; else the erasure is sealed. Does nothing before its time. Throws what eraseObjects throws.
 */
export async function sealErasure(ctx: Ctx, jobId: string): Promise<void> {
  const intervalSeconds = ctx.config.DELETION_SWEEP_INTERVAL_SECONDS;
  const manifest = await beginSealing(ctx.db, { jobId, intervalSeconds });
  if (manifest === undefined) return;
  // Told before they are removed: a crash in between must not leave it untold.
  const found = await eraseObjects(ctx, manifest, async (objects) => {
    if (objects > 0) await noteResurrection(ctx, manifest, { attempt: 'look', objects });
  });
  await noteSealed(ctx.db, jobId, found === 0);
}
