import type { ColumnType, Generated } from 'kysely';
import type { NullableTimestamp, Timestamp } from './column-types.ts';

/** Where a tenant wants to be told of its jobs. */
export interface WebhookEndpointsTable {
  id: string;
  tenant_id: string;
  url: string;
  /** `whsec_…`, as it was shown once: what is sent is signed with it. */
  secret: string;
  events: string[];
  created_at: Timestamp;
}

/** The outbox: one thing to be told to one endpoint. */
export interface WebhookDeliveriesTable {
  id: string;
  endpoint_id: string;
  tenant_id: string;
  /** Null where the job is gone. */
  job_id: string | null;
  event_type: string;
  /** As it is signed and sent. */
  body: string;
  trace_id: string;
  status: ColumnType<'PENDING' | 'DELIVERED' | 'FAILED', 'PENDING' | undefined, 'DELIVERED' | 'FAILED'>;
  attempts: Generated<number>;
  /** While a worker attempts it. */
  leased_until: NullableTimestamp;
  /** From then on its doorbell counts as lost. */
  ring_at: Timestamp;
  /** What came of the last attempt that failed: a status or a code. */
  last_failure: string | null;
  created_at: Timestamp;
  ended_at: NullableTimestamp;
}
