import type { Tx } from '#db/client.ts';
import { findWitnessed, insertUserErasure, reopenErasure } from '#db/user-erasures.ts';
import { recordTenantEvent } from '../audit/record-tenant-event.ts';
import type { Ctx } from '../context.ts';
import type { UserTombstone } from './tombstone.ts';

/**
 * Holds a user to the tombstone: where a witness names somebody again, that user's erasure begins anew, and is told of.
 * Answers whether it did; it goes on with eraseUser. Else the tombstone is kept.
 */
export async function replayUser(ctx: Ctx, stone: UserTombstone): Promise<boolean> {
  return ctx.db.transaction().execute(async (tx) => {
    const userId = await findWitnessed(tx, stone);
    const began = await keepOrBegin(tx, stone, userId);
    if (!began) return false;
    const { tenantId, erasureId } = stone;
    const metadata = { attempt: 'restore', erasureId };
    await recordTenantEvent(tx, ctx, { tenantId, type: 'RESURRECTION_BLOCKED', metadata });
    return true;
  });
}

/** False where nobody has come back, or the erasure is under way already. */
async function keepOrBegin(tx: Tx, stone: UserTombstone, userId: string | undefined): Promise<boolean> {
  const row = {
    id: stone.erasureId,
    tenant_id: stone.tenantId,
    witnesses: JSON.stringify(stone.witnesses),
    jobs: stone.jobs,
    requested_at: new Date(stone.requestedAt),
  };
  if (userId === undefined) {
    const completedAt = new Date(stone.completedAt ?? Date.now());
    await insertUserErasure(tx, { ...row, user_id: null, status: 'COMPLETED', completed_at: completedAt });
    return false;
  }
  const inserted = await insertUserErasure(tx, { ...row, user_id: userId, status: 'PENDING' });
  return inserted !== undefined || reopenErasure(tx, stone.erasureId, userId);
}
