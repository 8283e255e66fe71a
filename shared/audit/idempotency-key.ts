import { createHash } from 'node:crypto';
import canonicalize from 'canonicalize';

/** The seed's seven fields of an event. */
export interface KeyedEvent {
  jobId: string | null;
  eventType: string;
  traceId: string;
  userId: string | null;
  ip: string | null;
  metadata: Readonly<Record<string, unknown>>;
  /** When it happened, to the millisecond; made with the event, never when it is written. */
  timestamp: Date;
}

/**
 * SHA-256 over the salt and the canonical JSON (RFC 8785) of an event: the same event has the same key however often
 * it is written. The salt (32 random bytes of the job) keeps the key from giving the IP address back by brute force
 * after erasure.
 */
export function idempotencyKey(event: KeyedEvent, salt: Uint8Array): Buffer {
  const text = canonicalize({
    event_type: event.eventType,
    ip: event.ip,
    job_id: event.jobId,
    metadata: event.metadata,
    timestamp: event.timestamp.toISOString(),
    trace_id: event.traceId,
    user_id: event.userId,
  });
  return createHash('sha256')
    .update(salt)
    .update(text ?? '')
    .digest();
}
