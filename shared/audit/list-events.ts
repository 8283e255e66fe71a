import { type AuditRow, listAuditEvents } from '#db/audit.ts';
import { findManifestOfTenant } from '#db/deletions.ts';
import { findJobOfTenant } from '#db/jobs.ts';
import { validate as isUuid } from 'uuid';
import type { UserCtx } from '../context.ts';
import { decodeCursor, encodeCursor } from '../contracts/cursor.ts';
import type { PageQuery } from '../contracts/requests.ts';
import { jobNotFound } from '../jobs/require-job.ts';

export interface AuditEventView {
  id: string;
  jobId: string | null;
  eventType: string;
  userId: string | null;
  ipAddress: string | null;
  traceId: string;
  idempotencyKey: string;
  metadata: object;
  occurredAt: string;
}

/**
 * The trail of a job, oldest first; it outlives the job, without the personal data. Throws `not-found` for a job
 * that this tenant never had, and for every job while FEATURES_T3_AUDIT is off.
 */
export async function listEvents(
  ctx: UserCtx,
  jobId: string,
  query: PageQuery,
): Promise<{ jobId: string; events: AuditEventView[]; nextCursor: string | null }> {
  await requireKnownJob(ctx, jobId);
  const rows = await listAuditEvents(ctx.db, {
    tenantId: ctx.actor.tenantId,
    jobId,
    limit: query.limit,
    ...(query.cursor === undefined ? {} : { after: decodeCursor(query.cursor) }),
  });
  const last = rows.at(-1);
  const more = last !== undefined && rows.length === query.limit;
  return {
    jobId,
    events: rows.map(eventView),
    nextCursor: more ? encodeCursor({ createdAt: last.created_at, id: last.id }) : null,
  };
}

async function requireKnownJob(ctx: UserCtx, jobId: string): Promise<void> {
  const wanted = { tenantId: ctx.actor.tenantId, jobId };
  const known =
    ctx.config.FEATURES_T3_AUDIT &&
    isUuid(jobId) &&
    ((await findJobOfTenant(ctx.db, wanted)) ?? (await findManifestOfTenant(ctx.db, wanted))) !== undefined;
  if (!known) throw jobNotFound();
}

function eventView(row: AuditRow): AuditEventView {
  return {
    id: row.id,
    jobId: row.job_id,
    eventType: row.event_type,
    userId: row.user_id,
    ipAddress: row.ip_address,
    traceId: row.trace_id,
    idempotencyKey: row.idempotency_key.toString('hex'),
    metadata: row.metadata,
    occurredAt: row.occurred_at.toISOString(),
  };
}
