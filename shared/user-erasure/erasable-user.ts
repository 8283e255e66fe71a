import { requireScope } from '../auth/require-scope.ts';
import type { UserCtx } from '../context.ts';
import { AppError } from '../errors.ts';

/**
 * The user that a caller may erase: `me` or the caller's own id, or with `admin` another one of the tenant. Whether that one
 * is known is asked afterwards. Throws `scope-missing` without `admin`, `not-found` for what no user is called, and while
 * FEATURES_T3_GDPR is off.
 */
export async function erasableUser(ctx: UserCtx, named: string): Promise<string> {
  // PostgreSQL takes no NUL in a text.
  if (!ctx.config.FEATURES_T3_GDPR || named === '' || named.includes('\0')) throw userNotFound();
  const userId = named === 'me' ? ctx.actor.userId : named;
  if (userId !== ctx.actor.userId) await requireScope(ctx, ctx, 'admin');
  return userId;
}

/** In the same words for an unknown user, one of another tenant, and one who is erased. */
export function userNotFound(): AppError {
  return new AppError('not-found', 'There is no such user.');
}
