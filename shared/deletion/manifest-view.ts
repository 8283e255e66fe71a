import type { ManifestRow } from '#db/deletions.ts';

/** A deletion as the API shows it, in the seed's form and with what we know beyond it. */
export interface ManifestView {
  jobId: string;
  userId: string;
  status: ManifestRow['status'];
  requestedAt: string;
  artifacts: Artifact[];
  attempts: number;
  objectsDeleted: number;
  rowsDeleted: number;
  error: { code: string } | null;
  completedAt: string | null;
}

export interface Artifact {
  type: 'incoming' | 'processed' | 'export';
  key: string;
  bucket: string;
}

export function manifestView(row: ManifestRow): ManifestView {
  return {
    jobId: row.job_id,
    userId: row.user_id,
    status: row.status,
    requestedAt: row.requested_at.toISOString(),
    artifacts: row.artifacts as Artifact[],
    attempts: row.attempts,
    objectsDeleted: row.objects_deleted,
    rowsDeleted: row.rows_deleted,
    error: row.error_code === null ? null : { code: row.error_code },
    completedAt: row.completed_at?.toISOString() ?? null,
  };
}
