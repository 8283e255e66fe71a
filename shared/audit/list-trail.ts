import { listChain } from '#db/audit-chain.ts';
import type { AuditRow } from '#db/audit.ts';
import type { UserCtx } from '../context.ts';
import type { TrailQuery } from '../contracts/requests.ts';
import { eventView } from './event-view.ts';
import type { TrailPage } from './list-events.ts';
import { noteRead } from './note-read.ts';
import { requireAudit } from './require-audit.ts';

/**
 * The sealed trail of the caller's tenant in the order of its chain, without a gap: what `verify-audit` checks. Rows
 * younger than the last sealing are not in it yet, and an answer may hold fewer than asked for. Throws `not-found` while FEATURES_T3_AUDIT is off.
 */
export async function listTrail(ctx: UserCtx, query: TrailQuery): Promise<TrailPage & { tenantId: string }> {
  requireAudit(ctx);
  const { tenantId } = ctx.actor;
  const { cursor: after, limit } = query;
  const rows = await listChain(ctx.db, { tenantId, after, limit });
  const fitting = rows.slice(0, countFitting(rows));
  await noteRead(ctx, { jobId: null, events: fitting.length });
  const more = fitting.length < rows.length || rows.length === limit;
  return {
    tenantId,
    events: fitting.map(eventView),
    nextCursor: more ? (fitting.at(-1)?.seq ?? null) : null,
  };
}

/** Two thirds of what a function may answer, and what an event takes beside its metadata. */
const answerLength = 4_000_000;
const lengthBesideMetadata = 900;

/** How many rows go into one answer: one at least. */
function countFitting(rows: readonly AuditRow[]): number {
  let length = 0;
  const beyond = rows.findIndex((row, index) => {
    length += lengthBesideMetadata + JSON.stringify(row.metadata).length;
    return index > 0 && length > answerLength;
  });
  return beyond === -1 ? rows.length : beyond;
}
