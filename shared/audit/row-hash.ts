import canonicalize from 'canonicalize';
import { createHash } from 'node:crypto';

/** What everybody who reads the trail may know of an event, also after erasure. Hashes in hexadecimal digits. */
export interface PublicPart {
  id: string;
  seq: number;
  tenantId: string;
  jobId: string | null;
  eventType: string;
  traceId: string;
  idempotencyKey: string;
  metadata: object;
  /** ISO 8601 in UTC, to the millisecond. */
  occurredAt: string;
  createdAt: string;
}

/**
 * SHA-256 over the hash before it (32 bytes), the canonical JSON (RFC 8785) of the public part, and the commitment to
 * the personal part (32 bytes): a row cannot be changed, moved or taken out without changing every hash after it.
 */
export function rowHash(previous: Uint8Array, row: PublicPart, commitment: Uint8Array): Buffer {
  const text = canonicalize({
    created_at: row.createdAt,
    event_type: row.eventType,
    id: row.id,
    idempotency_key: row.idempotencyKey,
    job_id: row.jobId,
    metadata: row.metadata,
    occurred_at: row.occurredAt,
    seq: row.seq,
    tenant_id: row.tenantId,
    trace_id: row.traceId,
  });
  return createHash('sha256')
    .update(previous)
    .update(text ?? '')
    .update(commitment)
    .digest();
}
