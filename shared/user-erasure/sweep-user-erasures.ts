import { takeDueErasures, type UserErasureRow } from '#db/user-erasures.ts';
import type { Ctx } from '../context.ts';
import { eraseUser, type UserErasureState } from './erase-user.ts';

const dayMs = 24 * 60 * 60 * 1000;

/**
 * Goes on with every erasure of a user whose time has come; answers how many it ended. One that fails does not hold the
 * others. What takes longer than a day, and not because of a legal hold, is an error in the log, without a name.
 */
export async function sweepUserErasures(ctx: Ctx): Promise<{ usersErased: number }> {
  if (!ctx.config.FEATURES_T3_GDPR) return { usersErased: 0 };
  let usersErased = 0;
  for (const row of await takeDueErasures(ctx.db, ctx.config.DELETION_SWEEP_INTERVAL_SECONDS)) {
    const state = await goOn(ctx, row);
    if (state === 'done') usersErased += 1;
    else if (state !== 'held' && row.requested_at.getTime() + dayMs < Date.now()) alert(ctx, row);
  }
  return { usersErased };
}

async function goOn(ctx: Ctx, { id }: UserErasureRow): Promise<UserErasureState> {
  try {
    return await eraseUser(ctx, id);
  } catch (error) {
    ctx.log.error(
      { err: error, erasureId: id, traceId: ctx.traceId },
      'the erasure of a user failed for now',
    );
    return 'open';
  }
}

function alert({ log, traceId }: Ctx, { id, attempts, requested_at: at }: UserErasureRow): void {
  const facts = { erasureId: id, attempts, requestedAt: at.toISOString(), traceId };
  log.error(facts, 'the erasure of a user is overdue');
}
