import type { ManifestRow } from '#db/deletions.ts';
import type { Ctx } from '../context.ts';
import { type QueueName, queueTable } from '../queue/table.ts';

/** Each of them may put objects: an erasure is what waits for them. A webhook carries nothing that is erased. */
const writing = (Object.keys(queueTable) as QueueName[]).filter(
  (queue) => queue !== 'erase' && queue !== 'notify',
);

/**
 * Whether an erasure has to wait for workers that still have a task of the job in hand. They heard of the deletion
 * with its transaction, so that this is short; a worker that died holds its task for a lease. After
 * DELETION_WAIT_SECONDS it is not waited any longer: commits are refused by the tombstone, and what a worker puts
 * later is found a day after completion.
 */
export async function workersAtWork(ctx: Ctx, manifest: ManifestRow): Promise<boolean> {
  const waitedMs = Date.now() - manifest.requested_at.getTime();
  if (waitedMs > ctx.config.DELETION_WAIT_SECONDS * 1000) return false;
  for (const queue of writing) {
    if ((await ctx.queues.atWork(queue, manifest.job_id)) > 0) return true;
  }
  return false;
}
