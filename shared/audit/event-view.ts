import type { AuditRow } from '#db/audit.ts';
import type { PublicPart } from './row-hash.ts';

/** An event as the API shows it: the seed's fields, and with seq, hash, commitment and salt what its check needs. */
export interface AuditEventView extends Omit<PublicPart, 'seq'> {
  /** Place in the chain of the tenant; null until the row is sealed, a few seconds after it was written. */
  seq: number | null;
  /** null after erasure. */
  userId: string | null;
  ipAddress: string | null;
  /** Hexadecimal, as the rest; the salt goes with the personal part. */
  salt: string | null;
  commitment: string;
  hash: string | null;
}

export function eventView(row: AuditRow): AuditEventView {
  const { seq, ...rest } = publicPart(row, Number(row.seq));
  return {
    ...rest,
    userId: row.user_id,
    ipAddress: row.ip_address,
    seq: row.seq === null ? null : seq,
    hash: row.hash?.toString('hex') ?? null,
    commitment: row.commitment.toString('hex'),
    salt: row.salt?.toString('hex') ?? null,
  };
}

/** The part of a row that is hashed as it stands, at its place in the chain. */
export function publicPart(row: AuditRow, seq: number): PublicPart {
  return {
    id: row.id,
    seq,
    tenantId: row.tenant_id,
    jobId: row.job_id,
    eventType: row.event_type,
    traceId: row.trace_id,
    idempotencyKey: row.idempotency_key.toString('hex'),
    metadata: row.metadata,
    occurredAt: row.occurred_at.toISOString(),
    createdAt: row.created_at.toISOString(),
  };
}
