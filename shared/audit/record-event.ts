import { insertAuditEvent } from '#db/audit.ts';
import type { Db } from '#db/client.ts';
import type { JobRow } from '#db/jobs.ts';
import type { Ctx } from '../context.ts';
import type { EventType } from './event-type.ts';
import { newAuditRow } from './new-audit-row.ts';

export interface NewEvent {
  /** `user_id` null where the system acts for nobody. */
  job: Pick<JobRow, 'id' | 'tenant_id' | 'audit_salt'> & { user_id: string | null };
  type: EventType;
  metadata?: Readonly<Record<string, unknown>>;
}

/**
 * Writes a state change into the trail, in the transaction `tx` that makes the change: neither is there without the
 * other. What the worker does is written in the name of the job's user.
 */
export async function recordEvent(tx: Db, ctx: Ctx, event: NewEvent): Promise<void> {
  if (!ctx.config.FEATURES_T3_AUDIT) return;
  const { job, type, metadata = {} } = event;
  const row = newAuditRow({
    tenantId: job.tenant_id,
    jobId: job.id,
    jobSalt: job.audit_salt,
    userId: ctx.actor.kind === 'user' ? ctx.actor.userId : job.user_id,
    ip: ctx.actor.kind === 'user' ? ctx.actor.ip : null,
    traceId: ctx.traceId,
    type,
    metadata,
  });
  await insertAuditEvent(tx, row);
}
