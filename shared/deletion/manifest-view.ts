import type { ManifestRow } from '#db/deletions.ts';
import type { DeletionCertificate } from './certificate.ts';
import { legalDue } from './legal-due.ts';
import type { ManifestStatement } from './manifest-hash.ts';

/** A deletion as the API shows it, in the seed's form and with what we know beyond it. */
export interface ManifestView extends ManifestStatement {
  /** Who asked; null for the system, where that user is erased, and after completion. */
  userId: string | null;
  status: ManifestRow['status'];
  /** See legal-due.ts. */
  dueAt: string;
  attempts: number;
  objectsDeleted: number;
  rowsDeleted: number;
  error: { code: string } | null;
  completedAt: string | null;
  /** When nothing was found to have come back, a day or more after completion. */
  sealedAt: string | null;
  certificate: DeletionCertificate | null;
}

export type Artifact = ManifestStatement['artifacts'][number];

export function manifestView(row: ManifestRow): ManifestView {
  return {
    deletionId: row.id,
    jobId: row.job_id,
    userId: row.user_id,
    status: row.status,
    requestedAt: row.requested_at.toISOString(),
    dueAt: legalDue(row.requested_at),
    artifacts: row.artifacts as Artifact[],
    attempts: row.attempts,
    objectsDeleted: row.objects_deleted,
    rowsDeleted: row.rows_deleted,
    error: row.error_code === null ? null : { code: row.error_code },
    completedAt: row.completed_at?.toISOString() ?? null,
    sealedAt: row.sealed_at?.toISOString() ?? null,
    certificate: row.certificate as DeletionCertificate | null,
  };
}
