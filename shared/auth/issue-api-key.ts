import type { Ctx } from '../context.ts';
import { recordTenantEvent } from '../audit/record-tenant-event.ts';
import { parseApiKey } from './api-key.ts';
import { createApiKey, type NewKey } from './create-api-key.ts';

/** Makes a key for somebody, and the trail of the tenant tells of it: which one, what it may, until when. */
export async function issueApiKey(ctx: Ctx, key: Omit<NewKey, 'embedded'>): Promise<string> {
  return ctx.db.transaction().execute(async (tx) => {
    const issued = await createApiKey(tx, { ...key, embedded: false });
    const keyId = parseApiKey(issued)?.id;
    const metadata = { keyId, scopes: key.scopes, expiresAt: key.expiresAt?.toISOString() ?? null };
    await recordTenantEvent(tx, ctx, { tenantId: key.tenantId, type: 'KEY_CREATED', metadata });
    return issued;
  });
}
