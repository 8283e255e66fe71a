import type { ColumnType, Generated } from 'kysely';
import type { Json, NullableJson, NullableTimestamp, Timestamp } from './column-types.ts';
import type { KeptAnswersTable } from './kept-answer-table.ts';
import type { ScheduleEditsTable } from './review-tables.ts';
import type { WebhookDeliveriesTable, WebhookEndpointsTable } from './webhook-tables.ts';
import type { RateLimitsTable } from './rate-limits-table.ts';
import type { ErasedCostsTable, UserErasuresTable } from './user-erasure-tables.ts';

/** One interface per table, kept by hand; a test compares it, and the files of tables beside it, with the live database. */
export interface Database {
  jobs: JobsTable;
  pages: PagesTable;
  page_failures: PageFailuresTable;
  job_schedules: JobSchedulesTable;
  schedule_edits: ScheduleEditsTable;
  exports: ExportsTable;
  page_charges: PageChargesTable;
  cost_records: CostRecordsTable;
  user_costs: UserCostsTable;
  audit_events: AuditEventsTable;
  audit_chains: AuditChainsTable;
  signing_keys: SigningKeysTable;
  deletion_manifests: DeletionManifestsTable;
  user_erasures: UserErasuresTable;
  erased_costs: ErasedCostsTable;
  cost_adjustments: CostAdjustmentsTable;
  api_keys: ApiKeysTable;
  webhook_endpoints: WebhookEndpointsTable;
  webhook_deliveries: WebhookDeliveriesTable;
  kept_answers: KeptAnswersTable;
  rate_limits: RateLimitsTable;
}

export type JobStatus =
  | 'AWAITING_UPLOAD'
  | 'QUEUED'
  | 'PROCESSING'
  | 'COMPLETED'
  | 'FAILED'
  | 'CANCELLED'
  | 'DELETING';

export interface JobsTable {
  id: string;
  tenant_id: string;
  user_id: string;
  status: JobStatus;
  filename: string;
  bytes: number;
  sha256: Buffer;
  content_type: string;
  bucket: string;
  source_key: string;
  processed_key: string | null;
  export_key: string | null;
  upload_expires_at: ColumnType<Date, Date, Date>;
  trace_id: string;
  schema_version: Generated<number>;
  run: Generated<number>;
  cancellation_requested: Generated<boolean>;
  selected_schedule_ids: NullableJson;
  deletion_manifest: NullableJson;
  audit_salt: Buffer;
  page_count: number | null;
  pages_to_read: Generated<number>;
  pages_done: Generated<number>;
  pages_failed: Generated<number>;
  /** Pages that were not asked for or that the money did not reach, and the code of what bounded it. */
  pages_skipped: Generated<number>;
  skip_code: string | null;
  /** The pages that were asked for, as NumberRanges writes them ("2-9,12"); null for all. */
  page_selection: string | null;
  cap_cents: number;
  /** The cap that the caller set for this job; null where it is the setting's. */
  asked_cap_cents: number | null;
  /** Price of a recognised page as it was quoted; later changes of the setting do not touch a job. */
  rate_cents: Generated<number>;
  quoted_cents: Generated<number>;
  /** When a quote was made without a start; null where none was asked for. */
  quoted_at: NullableTimestamp;
  reserved_cents: Generated<number>;
  spent_cents: Generated<number>;
  error_code: string | null;
  error_detail: string | null;
  created_at: Timestamp;
  started_at: NullableTimestamp;
  progress_at: Timestamp;
  rung_at: NullableTimestamp;
  /** How often the sweep has rung since the last progress, with no task of the job left in the queue. */
  rings: Generated<number>;
  finished_at: NullableTimestamp;
  costs_rolled_up: Generated<boolean>;
  /** It has to be kept: no deletion is taken. */
  legal_hold: Generated<boolean>;
}

/** What kind of page it is; see docs/architecture.md. */
export type Triage = 'text-layer' | 'image' | 'mixed' | 'garbage' | 'blank';

export interface PagesTable {
  job_id: string;
  page_no: number;
  tenant_id: string;
  run: number;
  status: 'DONE' | 'FAILED' | 'SKIPPED';
  source: 'text-layer' | 'ocr' | 'blank';
  /** Null where the page could not be looked at. */
  triage: Triage | null;
  model: NullableJson;
  mean_confidence: number | null;
  error_code: string | null;
  read_ms: number;
  created_at: Timestamp;
}

/** How often a page that is not stored yet has failed; it goes with the job. */
export interface PageFailuresTable {
  job_id: string;
  page_no: number;
  failures: number;
  error_code: string;
}

export interface JobSchedulesTable {
  id: string;
  job_id: string;
  tenant_id: string;
  ordinal: number;
  kind: string;
  name: string;
  confidence: number;
  row_count: number;
  col_count: number;
  pages: number[];
  proof: Json;
  /** The schedule as it stands, and as it was read: null until somebody edits it. */
  body: Json;
  read_body: NullableJson;
  revision: Generated<number>;
  created_at: Timestamp;
}

export interface ExportsTable {
  id: string;
  job_id: string;
  tenant_id: string;
  /** Who ordered it; null once that user is erased. */
  user_id: string | null;
  run: number;
  format: 'xlsx' | 'csv' | 'json' | 'pdf';
  status: 'QUEUED' | 'COMPLETED' | 'FAILED';
  schedule_ids: string[];
  object_key: string | null;
  content_type: string | null;
  bytes: number | null;
  sha256: Buffer | null;
  error_code: string | null;
  error_detail: string | null;
  created_at: Timestamp;
  /** When the sweep last rang for it. */
  rung_at: NullableTimestamp;
  finished_at: NullableTimestamp;
}

export interface PageChargesTable {
  job_id: string;
  page_no: number;
  tenant_id: string;
  user_id: string;
  run: number;
  kind: 'ocr' | 'text-layer' | 'cache';
  provider: string;
  rate_cents: number;
  cost_cents: number;
  created_at: Timestamp;
}

export interface CostRecordsTable {
  id: Generated<number>;
  job_id: string;
  tenant_id: string;
  user_id: string;
  run: number;
  provider: string;
  pages: Generated<number>;
  cost_cents: Generated<number>;
  status: 'PENDING' | 'COMPLETED' | 'FAILED';
  created_at: Timestamp;
  completed_at: NullableTimestamp;
}

/** What a user's jobs cost, those that are erased included: the sums outlive the rows. bigint: a string out of the driver. */
export interface UserCostsTable {
  tenant_id: string;
  user_id: string;
  /** The budget under which was last reserved; null where there was none. */
  budget_cents: ColumnType<string | null, number | null | undefined, number | null>;
  /** Moved by the database with the counters of the jobs. */
  reserved_cents: Generated<string>;
  spent_cents: Generated<string>;
  rolled_up_cents: Generated<string>;
  rolled_up_pages: Generated<number>;
  rolled_up_jobs: Generated<number>;
}

/** A divergence that a reconciliation found in the ledger. */
export interface CostAdjustmentsTable {
  id: string;
  tenant_id: string;
  user_id: string;
  job_id: string | null;
  invariant: string;
  found_cents: ColumnType<string, number | string, never>;
  expected_cents: ColumnType<string, number | string, never>;
  repaired: boolean;
  created_at: Timestamp;
}

export interface AuditEventsTable {
  id: string;
  tenant_id: string;
  job_id: string | null;
  event_type: string;
  user_id: string | null;
  ip_address: string | null;
  trace_id: string;
  idempotency_key: Buffer;
  metadata: ColumnType<object, string | undefined, string>;
  occurred_at: ColumnType<Date, Date, never>;
  created_at: Timestamp;
  /** Of the commitment; erased with the personal part (user_id, ip_address). */
  salt: Buffer | null;
  /** To the personal part: it stays when that is erased, so that the chain still verifies. */
  commitment: Buffer;
  /** Place in the chain of the tenant, from 1; bigint, a string out of the driver. Null until the row is sealed. */
  seq: ColumnType<string | null, never, never>;
  hash: ColumnType<Buffer | null, never, never>;
}

/** The end of each tenant's chain: its lock makes one writer per tenant. */
export interface AuditChainsTable {
  tenant_id: string;
  seq: Generated<string>;
  hash: Buffer;
  /** As far as a signed checkpoint was put into the log. */
  checkpoint_seq: Generated<string>;
}

/** Keys that were made here because none was configured. */
export interface SigningKeysTable {
  purpose: string;
  /** PKCS #8 in base64. */
  private_key: string;
  created_at: Timestamp;
}

export interface DeletionManifestsTable {
  id: string;
  job_id: string;
  tenant_id: string;
  /** Who asked; null for the system, where that user is erased, and once it is COMPLETED. */
  user_id: string | null;
  status: 'PENDING' | 'DELETING' | 'COMPLETED' | 'FAILED';
  artifacts: Json;
  bucket: string;
  object_prefix: string;
  uploads_expire_at: ColumnType<Date, Date, Date>;
  attempts: Generated<number>;
  next_attempt_at: Timestamp;
  objects_deleted: Generated<number>;
  /** Found and not yet counted as deleted, so that a crash in between loses none. */
  objects_pending: Generated<number>;
  rows_deleted: Generated<number>;
  error_code: string | null;
  requested_at: Timestamp;
  completed_at: NullableTimestamp;
  /** When the store was last seen to hold nothing of the job. */
  seen_empty_at: NullableTimestamp;
  /** Null before completion, and for deletions completed before there were certificates. */
  certificate: NullableJson;
  /** When it was looked once more, a day or more after completion, and nothing had come back. */
  sealed_at: NullableTimestamp;
}

export interface ApiKeysTable {
  id: string;
  tenant_id: string;
  /** Null where that user is erased; such a key is revoked. */
  user_id: string | null;
  secret_sha256: Buffer;
  scopes: string[];
  embedded: Generated<boolean>;
  /** What it is for, in the words of who made it. */
  name: string | null;
  created_at: Timestamp;
  expires_at: NullableTimestamp;
  revoked_at: NullableTimestamp;
  /** To the minute. */
  last_used_at: NullableTimestamp;
}
