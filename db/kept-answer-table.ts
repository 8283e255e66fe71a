import type { Timestamp } from './column-types.ts';

/** What was answered to a request with an Idempotency-Key. */
export interface KeptAnswersTable {
  tenant_id: string;
  user_id: string;
  /** Over endpoint and key. */
  key_sha256: Buffer;
  body_sha256: Buffer;
  job_id: string;
  status: number;
  /** As it was sent, without what is signed anew each time. */
  body: string;
  created_at: Timestamp;
}
