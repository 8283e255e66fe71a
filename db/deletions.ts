import { type Insertable, type Selectable, sql } from 'kysely';
import type { Db } from './client.ts';
import type { DeletionManifestsTable } from './schema.ts';

export type ManifestRow = Selectable<DeletionManifestsTable>;

/** Writes a manifest unless the job has one: asking twice never resets it. */
export async function insertManifest(tx: Db, row: Insertable<DeletionManifestsTable>): Promise<void> {
  await tx
    .insertInto('deletion_manifests')
    .values(row)
    .onConflict((conflict) => conflict.column('job_id').doNothing())
    .execute();
}

export async function findManifest(db: Db, jobId: string): Promise<ManifestRow | undefined> {
  return db.selectFrom('deletion_manifests').selectAll().where('job_id', '=', jobId).executeTakeFirst();
}

export async function findManifestOfTenant(
  db: Db,
  wanted: { tenantId: string; jobId: string },
): Promise<ManifestRow | undefined> {
  return db
    .selectFrom('deletion_manifests')
    .selectAll()
    .where('tenant_id', '=', wanted.tenantId)
    .where('job_id', '=', wanted.jobId)
    .executeTakeFirst();
}

export async function beginDeleting(db: Db, jobId: string): Promise<ManifestRow | undefined> {
  return db
    .updateTable('deletion_manifests')
    .set({ status: 'DELETING', attempts: sql`attempts + 1`, next_attempt_at: nextAttempt, error_code: null })
    .where('job_id', '=', jobId)
    .where('status', '<>', 'COMPLETED')
    .returningAll()
    .executeTakeFirst();
}

export async function countDeletedObjects(db: Db, jobId: string, objects: number): Promise<void> {
  await db
    .updateTable('deletion_manifests')
    .set({ objects_deleted: sql`objects_deleted + ${objects}` })
    .where('job_id', '=', jobId)
    .execute();
}

export async function failManifest(db: Db, jobId: string, errorCode: string): Promise<void> {
  await db
    .updateTable('deletion_manifests')
    .set({ status: 'FAILED', error_code: errorCode })
    .where('job_id', '=', jobId)
    .where('status', '<>', 'COMPLETED')
    .execute();
}

export async function completeManifest(tx: Db, jobId: string, rowsDeleted: number): Promise<boolean> {
  const updated = await tx
    .updateTable('deletion_manifests')
    .set({ status: 'COMPLETED', completed_at: sql`now()`, rows_deleted: rowsDeleted, error_code: null })
    .where('job_id', '=', jobId)
    .where('status', '<>', 'COMPLETED')
    .executeTakeFirst();
  return updated.numUpdatedRows === 1n;
}

/** Unfinished deletions whose time has come. Bounded: the sweep must end within a function's life. */
export async function listDueManifests(db: Db): Promise<ManifestRow[]> {
  return db
    .selectFrom('deletion_manifests')
    .selectAll()
    .where('status', '<>', 'COMPLETED')
    .where('next_attempt_at', '<=', sql<Date>`now()`)
    .orderBy('next_attempt_at')
    .limit(100)
    .execute();
}

/** Deletes the rows of a job, children first; answers how many there were. Costs are rolled up before. */
export async function deleteJobRows(tx: Db, jobId: string): Promise<number> {
  let rows = 0n;
  for (const table of [
    'page_charges',
    'cost_records',
    'page_failures',
    'pages',
    'job_schedules',
    'exports',
  ] as const) {
    const deleted = await tx.deleteFrom(table).where('job_id', '=', jobId).executeTakeFirst();
    rows += deleted.numDeletedRows;
  }
  const job = await tx.deleteFrom('jobs').where('id', '=', jobId).executeTakeFirst();
  return Number(rows + job.numDeletedRows);
}

/** Growing intervals from one to thirty minutes: a store that is down is not hammered, and not forgotten. */
const nextAttempt = sql<Date>`now() + make_interval(mins => least(30, power(2, least(attempts, 10))::int))`;

/** Ends the run of a job and bars every later write to it; what was reserved returns. */
export async function markDeleting(tx: Db, jobId: string, manifest: string): Promise<void> {
  await tx
    .updateTable('jobs')
    .set({
      status: 'DELETING',
      run: sql`run + 1`,
      cancellation_requested: true,
      reserved_cents: 0,
      deletion_manifest: manifest,
    })
    .where('id', '=', jobId)
    .execute();
}
