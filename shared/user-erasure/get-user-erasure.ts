import { findOpenErasure, isKnownUser } from '#db/user-erasures.ts';
import type { UserCtx } from '../context.ts';
import { AppError } from '../errors.ts';
import { erasableUser, userNotFound } from './erasable-user.ts';
import { type UserErasureView, userErasureView } from './user-erasure-view.ts';

/**
 * How far the erasure of a user is. Throws what erasableUser throws, and `not-found` where nobody has asked for it, or
 * where it is complete: the user is unknown then.
 */
export async function getUserErasure(ctx: UserCtx, named: string): Promise<UserErasureView> {
  const user = { tenantId: ctx.actor.tenantId, userId: await erasableUser(ctx, named) };
  const row = await findOpenErasure(ctx.db, user);
  if (row !== undefined) return userErasureView(ctx.db, row, user.userId);
  throw (await isKnownUser(ctx.db, user))
    ? new AppError('not-found', 'Nobody has asked for the erasure of this user.')
    : userNotFound();
}
