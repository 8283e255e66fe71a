import { chainStart, findChain } from '#db/audit-chain.ts';
import type { UserCtx } from '../context.ts';
import { type Checkpoint, signCheckpoint } from './checkpoint.ts';
import { requireAudit } from './require-audit.ts';
import { sealTenant } from './seal-trail.ts';
import { signingKey } from './signing-key.ts';

/**
 * Seals what the caller's tenant has written so far, and signs the end of its chain. Kept elsewhere, it shows later
 * whether the trail was shortened or rewritten. Throws `not-found` while FEATURES_T3_AUDIT is off.
 */
export async function getCheckpoint(ctx: UserCtx): Promise<Checkpoint> {
  requireAudit(ctx);
  const { tenantId } = ctx.actor;
  await sealTenant(ctx, tenantId);
  const head = (await findChain(ctx.db, tenantId)) ?? { seq: '0', hash: chainStart };
  // The key is nobody's tenant's, and no tenant's role can see it.
  const key = await signingKey({ config: ctx.config, db: ctx.systemDb });
  return signCheckpoint({ tenantId, seq: Number(head.seq), hash: head.hash }, key);
}
