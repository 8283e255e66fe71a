import type { Doubt, Proof, SchedulePart, ScheduleTie } from '#shared/schedules/schedule.ts';

/**
 * What the pages read of the API's answers. The pages import no rules that could reach a database, so it is written here
 * once more; a test has the compiler compare it with what the API answers.
 */
export interface Job {
  jobId: string;
  status: JobStatus;
  filename: string;
  bytes: number;
  run: number;
  traceId: string;
  cancellationRequested: boolean;
  legalHold: boolean;
  selectedScheduleIds: string[] | null;
  pages: {
    count: number | null;
    chosen: string | null;
    done: number;
    failed: number;
    skipped: number;
    notChosen: number;
    toRead: number;
  };
  cost: { quotedCents: number; reservedCents: number; spentCents: number; capCents: number };
  error: Told | null;
  notice: Told | null;
  createdAt: string;
  startedAt: string | null;
  finishedAt: string | null;
}

export type JobStatus =
  | 'AWAITING_UPLOAD'
  | 'QUEUED'
  | 'PROCESSING'
  | 'COMPLETED'
  | 'FAILED'
  | 'CANCELLED'
  | 'DELETING';

/** A code of the table of errors, and what it means here. */
export interface Told {
  code: string;
  detail: string;
}

export interface JobListPage {
  jobs: Job[];
  nextCursor: string | null;
}

export interface Presigned {
  method: 'PUT' | 'GET';
  url: string;
  headers: Record<string, string>;
  expiresAt: string;
}

export interface CreatedJob extends Job {
  upload: Presigned;
}

export interface ScheduleHead {
  id: string;
  name: string;
  confidence: number;
  rowCount: number;
  colCount: number;
  ordinal: number;
  kind: string;
  pages: number[];
  parts: SchedulePart[];
  proof: Pick<Proof, 'state' | 'sentence' | 'coveredCells' | 'amountCells' | 'repairs'>;
  doubtCount: number | null;
  doubts: Doubt[] | null;
  ties?: ScheduleTie[];
  revision: number;
}

export interface ScheduleList {
  jobId: string;
  schedules: ScheduleHead[];
}

export type ExportFormat = 'xlsx' | 'csv' | 'json' | 'pdf';

export interface OrderedExport {
  exportId: string;
  format: ExportFormat;
}

export interface Export {
  exportId: string;
  status: 'QUEUED' | 'COMPLETED' | 'FAILED';
  format: ExportFormat;
  bytes: number | null;
  sha256: string | null;
  error: Told | null;
  download: Presigned | null;
}

export interface AuditEvent {
  id: string;
  seq: number | null;
  eventType: string;
  userId: string | null;
  ipAddress: string | null;
  traceId: string | null;
  metadata: unknown;
  occurredAt: string;
}

export interface AuditListPage {
  events: AuditEvent[];
  nextCursor: string | null;
}

export interface Certificate {
  deletionId: string;
  manifestSha256: string;
  objects: number;
  rows: number;
  requestedAt: string;
  seenEmptyAt: string;
  completedAt: string;
  publicKey: string;
  signature: string;
}

export interface Deletion {
  deletionId: string;
  jobId: string;
  status: 'PENDING' | 'DELETING' | 'COMPLETED' | 'FAILED';
  requestedAt: string;
  dueAt: string;
  attempts: number;
  objectsDeleted: number;
  rowsDeleted: number;
  error: { code: string } | null;
  completedAt: string | null;
  certificate: Certificate | null;
}

export interface UserCost {
  total_cost_cents: number;
  total_pages: number;
  total_jobs: number;
  reserved_cents: number;
  budget_cents: number | null;
}

export interface JobCost {
  quotedCents: number;
  reservedCents: number;
  spentCents: number;
  capCents: number;
  pages: { source: string; triage: string | null; status: string; pages: number; costCents: number }[];
}

/** Where the pages send a person to sign in. */
export interface SignInProvider {
  name: string;
  issuer: string;
  clientId: string;
  scopes: string;
  parameters: Record<string, string>;
}

export interface SignInOffer {
  provider: SignInProvider | null;
}
