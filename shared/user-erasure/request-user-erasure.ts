import type { Tx } from '#db/client.ts';
import {
  findOpenErasure,
  findWitnesses,
  insertUserErasure,
  isKnownUser,
  listHeldJobs,
  type UserOfTenant,
} from '#db/user-erasures.ts';
import { v7 as uuidv7 } from 'uuid';
import { recordTenantEvent } from '../audit/record-tenant-event.ts';
import type { UserCtx } from '../context.ts';
import { refuse } from '../deletion/mark-for-deletion.ts';
import { erasableUser, userNotFound } from './erasable-user.ts';
import { eraseUser } from './erase-user.ts';
import { type UserErasureView, userErasureView } from './user-erasure-view.ts';

/**
 * Takes the erasure of a user: from then on the user makes no new job, and those that are there go one after the other.
 * Jobs under a legal hold are named and left; it goes on when the hold is lifted. Asked again while it is under way, it
 * answers how far it is. Throws what erasableUser throws, and `not-found` for a user whom this tenant does not know.
 */
export async function requestUserErasure(ctx: UserCtx, named: string): Promise<UserErasureView> {
  const user = { tenantId: ctx.actor.tenantId, userId: await erasableUser(ctx, named) };
  if (!(await isKnownUser(ctx.db, user))) throw userNotFound();
  const id = uuidv7();
  const taken = await ctx.db.transaction().execute(async (tx) => take(tx, ctx, { id, ...user }));
  if (taken) await beginAtOnce(ctx, id);
  const row = await findOpenErasure(ctx.db, user);
  if (row === undefined) throw userNotFound();
  return userErasureView(ctx.db, row, user.userId);
}

/** False where it was under way already. */
async function take(tx: Tx, ctx: UserCtx, { id, ...user }: UserOfTenant & { id: string }): Promise<boolean> {
  const row = await insertUserErasure(tx, {
    id,
    tenant_id: user.tenantId,
    user_id: user.userId,
    status: 'PENDING',
    witnesses: JSON.stringify(await findWitnesses(tx, user)),
  });
  if (row === undefined) return false;
  const held = await listHeldJobs(tx, user);
  await recordTenantEvent(tx, ctx, {
    tenantId: user.tenantId,
    // The event names who asked, never who is to be forgotten: what it says is chained for good.
    by: ctx.actor,
    type: 'USER_ERASURE_REQUESTED',
    metadata: { erasureId: id, heldJobs: held.length },
  });
  for (const job of held) await refuse(tx, ctx, { ...job, user_id: ctx.actor.userId });
  return true;
}

/** Its jobs stop now, as far as one go reaches; what fails here is taken up by the sweep. */
async function beginAtOnce(ctx: UserCtx, id: string): Promise<void> {
  try {
    // The system's work on the system's handle: behind the wall of a tenant other transactions cannot be seen.
    await eraseUser({ ...ctx, db: ctx.systemDb, actor: { kind: 'system', name: 'sweep' } }, id);
  } catch (error) {
    ctx.log.warn({ err: error, erasureId: id, traceId: ctx.traceId }, 'the sweep goes on with an erasure');
  }
}
