import { insertAuditEvent } from '#db/audit.ts';
import type { Db } from '#db/client.ts';
import type { JobRow } from '#db/jobs.ts';
import { v7 as uuidv7 } from 'uuid';
import type { Ctx } from '../context.ts';
import type { EventType } from './event-type.ts';
import { idempotencyKey } from './idempotency-key.ts';

export interface NewEvent {
  job: Pick<JobRow, 'id' | 'tenant_id' | 'user_id' | 'audit_salt'>;
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
  const occurredAt = new Date();
  const userId = ctx.actor.kind === 'user' ? ctx.actor.userId : job.user_id;
  const ip = ctx.actor.kind === 'user' ? ctx.actor.ip : null;
  const keyed = {
    jobId: job.id,
    eventType: type,
    traceId: ctx.traceId,
    userId,
    ip,
    metadata,
    timestamp: occurredAt,
  };
  await insertAuditEvent(tx, {
    id: uuidv7(),
    tenant_id: job.tenant_id,
    job_id: job.id,
    event_type: type,
    user_id: userId,
    ip_address: ip,
    trace_id: ctx.traceId,
    idempotency_key: idempotencyKey(keyed, job.audit_salt),
    metadata: JSON.stringify(metadata),
    occurred_at: occurredAt,
    // clock_timestamp order within a transaction: now() would give all its events one time.
    created_at: occurredAt,
  });
}
