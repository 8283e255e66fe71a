import { findApiKey, markKeyRevoked } from '#db/api-keys.ts';
import { recordTenantEvent } from '../audit/record-tenant-event.ts';
import type { Ctx } from '../context.ts';
import { AppError } from '../errors.ts';

/**
 * Ends a key from this moment on. False where it was revoked before. Throws `not-found` for an id that no key has.
 */
export async function revokeApiKey(ctx: Ctx, keyId: string): Promise<boolean> {
  const revoked = await ctx.db.transaction().execute(async (tx) => {
    const key = await markKeyRevoked(tx, keyId);
    if (key === undefined) return false;
    await recordTenantEvent(tx, ctx, { tenantId: key.tenant_id, type: 'KEY_REVOKED', metadata: { keyId } });
    return true;
  });
  if (!revoked && (await findApiKey(ctx.db, keyId)) === undefined) {
    throw new AppError('not-found', `There is no key ${keyId}: \`ledgerlift keys list\` shows the ids.`);
  }
  return revoked;
}
