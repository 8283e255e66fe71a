import type { NewAuditRow } from '#db/audit.ts';
import canonicalize from 'canonicalize';
import { randomBytes } from 'node:crypto';
import { v7 as uuidv7 } from 'uuid';
import { commitPerson } from './commit-person.ts';
import type { EventType } from './event-type.ts';
import { idempotencyKey } from './idempotency-key.ts';

export interface AuditFacts {
  tenantId: string;
  jobId: string | null;
  /** Of the job; an event without one gets a salt of its own, which nobody keeps. */
  jobSalt: Uint8Array | null;
  userId: string | null;
  ip: string | null;
  traceId: string;
  type: EventType;
  metadata: Readonly<Record<string, unknown>>;
}

/** An event at the moment it happens: time, key and commitment are made here, never when it is written. */
export function newAuditRow(facts: AuditFacts): NewAuditRow {
  const { tenantId, jobId, userId, ip, traceId, type, metadata } = facts;
  const timestamp = new Date();
  // One call for both salts: it costs as much as the hashes together.
  const random = randomBytes(2 * saltBytes);
  const salt = random.subarray(0, saltBytes);
  const keyed = { jobId, eventType: type, traceId, userId, ip, metadata, timestamp };
  return {
    id: uuidv7(),
    tenant_id: tenantId,
    job_id: jobId,
    event_type: type,
    user_id: userId,
    ip_address: ip,
    trace_id: traceId,
    idempotency_key: idempotencyKey(keyed, facts.jobSalt ?? random.subarray(saltBytes)),
    metadata: canonicalize(metadata) ?? '{}',
    occurred_at: timestamp,
    salt,
    commitment: commitPerson({ userId, ip }, salt),
  };
}

const saltBytes = 32;
