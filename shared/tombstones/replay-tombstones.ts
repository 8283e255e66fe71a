import type { Ctx } from '../context.ts';
import { eraseUser } from '../user-erasure/erase-user.ts';
import { replayJob, type Replayed } from './replay-job.ts';
import { replayUser } from './replay-user.ts';
import type { Tombstone } from './tombstone.ts';

export interface Replay {
  jobs: Record<Replayed | 'failed', number>;
  /** Users who had come back and are being erased again: the sweep ends it. */
  users: number;
}

/**
 * Holds a database to tombstones: what has come back with a backup is erased again. May run again at any time, and beside
 * workers. One that fails is logged and counted, and holds up no other.
 */
export async function replayTombstones(ctx: Ctx, stones: AsyncIterable<Tombstone>): Promise<Replay> {
  const jobs = { gone: 0, erased: 0, begun: 0, elsewhere: 0, failed: 0 };
  const users: string[] = [];
  for await (const stone of stones) {
    if (stone.kind === 'job') jobs[await replayOrLog(ctx, stone)] += 1;
    else if (await replayUser(ctx, stone)) users.push(stone.erasureId);
  }
  // After the jobs: those keep the manifests that they had.
  for (const id of users) await eraseUser(ctx, id);
  return { jobs, users: users.length };
}

async function replayOrLog(ctx: Ctx, stone: Parameters<typeof replayJob>[1]): Promise<Replayed | 'failed'> {
  try {
    return await replayJob(ctx, stone);
  } catch (error) {
    ctx.log.error(
      { err: error, jobId: stone.jobId, traceId: ctx.traceId },
      'a tombstone could not be replayed',
    );
    return 'failed';
  }
}
