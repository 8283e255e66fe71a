import { listChain } from '#db/audit-chain.ts';
import type { UserCtx } from '../context.ts';
import type { TrailQuery } from '../contracts/requests.ts';
import { eventView } from './event-view.ts';
import type { TrailPage } from './list-events.ts';
import { noteRead } from './note-read.ts';
import { requireAudit } from './require-audit.ts';

/**
 * The sealed trail of the caller's tenant in the order of its chain, without a gap: what `verify-audit` checks. Rows
 * younger than the last sealing are not in it yet. Throws `not-found` while FEATURES_T3_AUDIT is off.
 */
export async function listTrail(ctx: UserCtx, query: TrailQuery): Promise<TrailPage & { tenantId: string }> {
  requireAudit(ctx);
  const { tenantId } = ctx.actor;
  const { cursor: after, limit } = query;
  const rows = await listChain(ctx.db, { tenantId, after, limit });
  await noteRead(ctx, { jobId: null, events: rows.length });
  const more = rows.length === limit;
  return { tenantId, events: rows.map(eventView), nextCursor: more ? (rows.at(-1)?.seq ?? null) : null };
}
