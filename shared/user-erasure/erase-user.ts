import { forgetUser } from '#db/audit.ts';
import type { Tx } from '#db/client.ts';
import { withErasureLock } from '#db/deletions.ts';
import {
  completeUserErasure,
  isQuiet,
  leaveKeys,
  leaveOthersRows,
  moveUserCosts,
  revokeKeys,
} from '#db/forget-user.ts';
import {
  beginErasing,
  countErasedJob,
  countJobsOfUser,
  listErasableJobs,
  listHeldJobs,
  type UserErasureRow,
  type UserOfTenant,
} from '#db/user-erasures.ts';
import { recordTenantEvent } from '../audit/record-tenant-event.ts';
import type { Ctx } from '../context.ts';
import { markForDeletion } from '../deletion/mark-for-deletion.ts';
import { ringErasure } from '../deletion/ring-erasure.ts';

/** 'open': jobs are still there, or somebody may still be at work; 'held': what is left has to be kept. */
export type UserErasureState = 'done' | 'open' | 'held' | 'busy';

/** Jobs marked in one go, and events cleared in one statement and in one go: a pass ends within a function's life. */
const jobsAtOnce = 100;
const eventsAtOnce = 5000;
const eventRounds = 20;

/** Longer than a request takes: one that had begun before the keys were revoked has ended. */
const quietSeconds = 60;

/**
 * Takes the erasure of a user as far as it gets now: marks the jobs, and once the last one is gone revokes the keys, waits
 * until nobody acts as the user any more, and takes the user out of everything else in one transaction. Every step may
 * run again; one worker at a time. Nothing is forgotten before the jobs are gone.
 */
export async function eraseUser(ctx: Ctx, id: string): Promise<UserErasureState> {
  const state = await withErasureLock(ctx.db, id, async (db) => eraseAlone({ ...ctx, db }, id));
  return state ?? 'busy';
}

async function eraseAlone(ctx: Ctx, id: string): Promise<UserErasureState> {
  const row = await beginErasing(ctx.db, { id, intervalSeconds: ctx.config.DELETION_SWEEP_INTERVAL_SECONDS });
  if (row === undefined) return 'done';
  const user = { tenantId: row.tenant_id, userId: row.user_id };
  await markJobs(ctx, id, user);
  const left = await countJobsOfUser(ctx.db, user);
  if (left > 0) return (await listHeldJobs(ctx.db, user)).length === left ? 'held' : 'open';
  if (row.keys_revoked_at === null)
    await ctx.db.transaction().execute(async (tx) => revokeKeys(tx, id, user));
  if (!(await isQuiet(ctx.db, id, quietSeconds))) return 'open';
  // A long trail goes in batches, before the transaction that ends it.
  for (let round = 0; round < eventRounds; round += 1) {
    if ((await forgetUser(ctx.db, user, eventsAtOnce)) < eventsAtOnce) return end(ctx, row, user);
  }
  return 'open';
}

async function markJobs(ctx: Ctx, id: string, user: UserOfTenant): Promise<void> {
  for (const { id: jobId } of await listErasableJobs(ctx.db, user, jobsAtOnce)) {
    const marked = await ctx.db.transaction().execute(async (tx) => {
      const outcome = await markForDeletion(tx, ctx, { jobId, userId: null, reason: 'user-erasure' });
      if (outcome === 'marked') await countErasedJob(tx, id);
      return outcome;
    });
    if (marked === 'marked') await ringErasure(ctx, jobId);
  }
}

async function end(ctx: Ctx, row: UserErasureRow, user: UserOfTenant): Promise<UserErasureState> {
  const ended = await ctx.db.transaction().execute(async (tx) => forgetAll(tx, ctx, { row, user }));
  return ended ? 'done' : 'open';
}

interface Forgetting {
  row: UserErasureRow;
  user: UserOfTenant;
}

/** False where a job has come in between: it goes first. */
async function forgetAll(tx: Tx, ctx: Ctx, { row: { id }, user }: Forgetting): Promise<boolean> {
  if ((await countJobsOfUser(tx, user)) > 0) return false;
  await moveCosts(tx, ctx, user);
  await leaveOthersRows(tx, user);
  await forgetUser(tx, user, Number.MAX_SAFE_INTEGER);
  const keys = await leaveKeys(tx, user);
  const completed = await completeUserErasure(tx, id);
  if (completed === undefined) return true;
  await recordTenantEvent(tx, ctx, {
    tenantId: user.tenantId,
    type: 'USER_ERASURE_COMPLETED',
    metadata: { erasureId: id, jobs: completed.jobs, keys },
  });
  return true;
}

/** A difference that no reconciliation has found before is told, as one of its own would be. */
async function moveCosts(tx: Tx, ctx: Ctx, user: UserOfTenant): Promise<void> {
  const sums = await moveUserCosts(tx, user);
  if (sums === undefined || sums.spentCents === sums.rolledUpCents) return;
  const { spentCents: foundCents, rolledUpCents: expectedCents } = sums;
  const metadata = { invariant: 'user-spent', foundCents, expectedCents, repaired: true };
  await recordTenantEvent(tx, ctx, { tenantId: user.tenantId, type: 'COST_DIVERGENCE', metadata });
}
