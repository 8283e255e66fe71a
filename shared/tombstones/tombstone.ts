import type { ManifestRow } from '#db/deletions.ts';
import type { UserErasureRow, Witnesses } from '#db/user-erasures.ts';
import { z } from 'zod';
import { certificateForm, type DeletionCertificate } from '../deletion/certificate.ts';
import { type Artifact, manifestView } from '../deletion/manifest-view.ts';
import { manifestStatement } from '../deletion/manifest-hash.ts';

/**
 * What of an erasure has to survive outside of the database, so that a backup from before it brings nothing back. It names
 * no person, and no place in the store: where the objects of a job lie follows from its id.
 */
export type Tombstone = JobTombstone | UserTombstone;
export type JobTombstone = z.output<typeof jobTombstone>;
export type UserTombstone = z.output<typeof userTombstone>;

const common = { version: z.literal(1), tenantId: z.string().min(1) };
const moment = z.iso.datetime();
const count = z.int().nonnegative();

const jobTombstone = z.strictObject({
  ...common,
  kind: z.literal('job'),
  ...manifestStatement.shape,
  bucket: z.string(),
  uploadsExpireAt: moment,
  objectsDeleted: count,
  rowsDeleted: count,
  seenEmptyAt: moment.nullable(),
  /** Null while the deletion is under way. */
  completedAt: moment.nullable(),
  certificate: certificateForm.nullable(),
});

const userTombstone = z.strictObject({
  ...common,
  kind: z.literal('user'),
  erasureId: z.uuid(),
  requestedAt: moment,
  completedAt: moment.nullable(),
  jobs: count,
  /** See db/user-erasures.ts. */
  witnesses: z.strictObject({
    keys: z.array(z.string()),
    jobs: z.array(z.uuid()),
    events: z.array(z.uuid()),
  }),
});

export const tombstoneForm = z.discriminatedUnion('kind', [userTombstone, jobTombstone]);

export function jobTombstoneOf(row: ManifestRow): JobTombstone {
  const { deletionId, jobId, requestedAt, objectsDeleted, rowsDeleted, completedAt } = manifestView(row);
  return {
    version: 1,
    kind: 'job',
    tenantId: row.tenant_id,
    deletionId,
    jobId,
    requestedAt,
    artifacts: row.artifacts as Artifact[],
    bucket: row.bucket,
    uploadsExpireAt: row.uploads_expire_at.toISOString(),
    objectsDeleted,
    rowsDeleted,
    seenEmptyAt: row.seen_empty_at?.toISOString() ?? null,
    completedAt,
    certificate: row.certificate as DeletionCertificate | null,
  };
}

export function userTombstoneOf(row: UserErasureRow): UserTombstone {
  return {
    version: 1,
    kind: 'user',
    tenantId: row.tenant_id,
    erasureId: row.id,
    requestedAt: row.requested_at.toISOString(),
    completedAt: row.completed_at?.toISOString() ?? null,
    jobs: row.jobs,
    witnesses: row.witnesses as Witnesses,
  };
}
