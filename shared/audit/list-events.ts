import { listAuditEvents } from '#db/audit.ts';
import { findManifestOfTenant } from '#db/deletions.ts';
import { findJobOfTenant } from '#db/jobs.ts';
import { validate as isUuid } from 'uuid';
import type { UserCtx } from '../context.ts';
import { decodeCursor, encodeCursor } from '../contracts/cursor.ts';
import type { AuditQuery } from '../contracts/requests.ts';
import { jobNotFound } from '../jobs/require-job.ts';
import { type AuditEventView, eventView } from './event-view.ts';
import { noteRead } from './note-read.ts';

export interface TrailPage {
  events: AuditEventView[];
  nextCursor: string | null;
}

/**
 * The trail of a job, oldest first; it outlives the job, without the personal data. That it was read is an event of
 * its own. Throws `not-found` for a job that this tenant never had, and for every job while FEATURES_T3_AUDIT is off.
 */
export async function listEvents(
  ctx: UserCtx,
  jobId: string,
  query: AuditQuery,
): Promise<TrailPage & { jobId: string }> {
  // Anything that is not a UUID never reaches a query.
  if (!ctx.config.FEATURES_T3_AUDIT || !isUuid(jobId)) throw jobNotFound();
  const rows = await listAuditEvents(ctx.db, {
    tenantId: ctx.actor.tenantId,
    jobId,
    limit: query.limit,
    eventTypes: query.eventType,
    from: query.from,
    to: query.to,
    after: query.cursor === undefined ? undefined : decodeCursor(query.cursor),
  });
  // A row shows that the job is, or was, this tenant's: only where there is none has the job to be looked for.
  if (rows.length === 0) await requireKnownJob(ctx, jobId);
  await noteRead(ctx, { jobId, events: rows.length });
  const last = rows.at(-1);
  const more = last !== undefined && rows.length === query.limit;
  const nextCursor = more ? encodeCursor({ createdAt: last.created_at, id: last.id }) : null;
  return { jobId, events: rows.map(eventView), nextCursor };
}

async function requireKnownJob(ctx: UserCtx, jobId: string): Promise<void> {
  const wanted = { tenantId: ctx.actor.tenantId, jobId };
  const known = (await findJobOfTenant(ctx.db, wanted)) ?? (await findManifestOfTenant(ctx.db, wanted));
  if (known === undefined) throw jobNotFound();
}
