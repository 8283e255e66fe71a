import { type Insertable, sql } from 'kysely';
import type { Db, Tx } from './client.ts';
import type { ManifestRow } from './deletions.ts';
import type { DeletionManifestsTable } from './schema.ts';
import type { UserErasureRow } from './user-erasures.ts';

export interface Batch {
  /** Id of the last row of the batch before. */
  after: string;
  limit: number;
}

export const firstId = '00000000-0000-0000-0000-000000000000';

/** All manifests of all tenants, a batch at a time. */
export async function listManifests(db: Db, { after, limit }: Batch): Promise<ManifestRow[]> {
  return db
    .selectFrom('deletion_manifests')
    .selectAll()
    .where('id', '>', after)
    .orderBy('id')
    .limit(limit)
    .execute();
}

export async function listUserErasures(db: Db, { after, limit }: Batch): Promise<UserErasureRow[]> {
  return db
    .selectFrom('user_erasures')
    .selectAll()
    .where('id', '>', after)
    .orderBy('id')
    .limit(limit)
    .execute();
}

/** A manifest that begins anew under its own id, whether it is still there or not: its job has come back. */
export async function beginManifestAgain(tx: Tx, row: Insertable<DeletionManifestsTable>): Promise<void> {
  const anew = {
    status: 'PENDING' as const,
    user_id: null,
    attempts: 0,
    next_attempt_at: sql<Date>`now()`,
    objects_deleted: 0,
    objects_pending: 0,
    rows_deleted: 0,
    error_code: null,
    completed_at: null,
    seen_empty_at: null,
    certificate: null,
    sealed_at: null,
  };
  await tx
    .insertInto('deletion_manifests')
    .values({ ...row, ...anew })
    .onConflict((conflict) =>
      conflict.column('job_id').doUpdateSet({
        ...anew,
        bucket: row.bucket,
        object_prefix: row.object_prefix,
        uploads_expire_at: row.uploads_expire_at,
      }),
    )
    .execute();
}
