import { type Insertable, type Selectable, sql } from 'kysely';
import type { Db } from './client.ts';
import type { DeletionManifestsTable } from './schema.ts';

export type ManifestRow = Selectable<DeletionManifestsTable>;

/** Writes a manifest unless the job has one, or the id is there: asking twice never resets it. */
export async function insertManifest(tx: Db, row: Insertable<DeletionManifestsTable>): Promise<void> {
  await tx
    .insertInto('deletion_manifests')
    .values(row)
    .onConflict((conflict) => conflict.doNothing())
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

export interface Attempt {
  jobId: string;
  /** Shortest time between two attempts. */
  intervalSeconds: number;
}

/** Begins an attempt and sets when the next one is due; undefined for a deletion that is complete. */
export async function beginDeleting(
  db: Db,
  { jobId, intervalSeconds }: Attempt,
): Promise<ManifestRow | undefined> {
  return db
    .updateTable('deletion_manifests')
    .set({
      status: 'DELETING',
      attempts: sql`attempts + 1`,
      next_attempt_at: nextAttempt(intervalSeconds),
      error_code: null,
    })
    .where('job_id', '=', jobId)
    .where('status', '<>', 'COMPLETED')
    .returningAll()
    .executeTakeFirst();
}

/**
 * Notes what an attempt has found, before it deletes: of what an attempt before it had found, the difference was deleted
 * then, also where it was killed before it could say so.
 */
export async function countPendingObjects(db: Db, jobId: string, found: number): Promise<void> {
  await db
    .updateTable('deletion_manifests')
    .set({
      objects_deleted: sql`objects_deleted + greatest(0, objects_pending - ${found}::int)`,
      objects_pending: found,
    })
    .where('job_id', '=', jobId)
    .where('status', '<>', 'COMPLETED')
    .execute();
}

/** Everything found is deleted: a listing was empty just now. */
export async function noteSeenEmpty(db: Db, jobId: string): Promise<void> {
  await db
    .updateTable('deletion_manifests')
    .set({
      objects_deleted: sql`objects_deleted + objects_pending`,
      objects_pending: 0,
      seen_empty_at: sql`clock_timestamp()`,
    })
    .where('job_id', '=', jobId)
    .where('status', '<>', 'COMPLETED')
    .execute();
}

/** Takes back an attempt that has to wait: it counts neither as one nor for the interval to the next. */
export async function postponeDeletion(db: Db, jobId: string, seconds: number): Promise<void> {
  await db
    .updateTable('deletion_manifests')
    .set({
      attempts: sql`attempts - 1`,
      next_attempt_at: sql`now() + make_interval(secs => ${seconds}::int)`,
    })
    .where('job_id', '=', jobId)
    .where('status', '<>', 'COMPLETED')
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

/** Completes a deletion, and forgets who asked for it; undefined where it was complete already. */
export async function completeManifest(
  tx: Db,
  jobId: string,
  rowsDeleted: number,
): Promise<ManifestRow | undefined> {
  return tx
    .updateTable('deletion_manifests')
    .set({
      status: 'COMPLETED',
      user_id: null,
      completed_at: sql`now()`,
      rows_deleted: rowsDeleted,
      error_code: null,
      // When it is looked once more.
      next_attempt_at: sql`now() + interval '24 hours'`,
    })
    .where('job_id', '=', jobId)
    .where('status', '<>', 'COMPLETED')
    .returningAll()
    .executeTakeFirst();
}

export async function keepCertificate(tx: Db, jobId: string, certificate: string): Promise<void> {
  await tx.updateTable('deletion_manifests').set({ certificate }).where('job_id', '=', jobId).execute();
}

/**
 * Does `work` on a connection that holds the erasure of this job; undefined, without doing it, where another one holds
 * it. The lock is the session's: it ends with a process that is killed, and no transaction stays open meanwhile.
 */
export async function withErasureLock<T>(
  db: Db,
  jobId: string,
  work: (db: Db) => Promise<T>,
): Promise<T | undefined> {
  return db.connection().execute(async (held) => {
    const key = sql`hashtextextended(${`erase ${jobId}`}, 0)`;
    const { rows } = await sql<{ taken: boolean }>`select pg_try_advisory_lock(${key}) as taken`.execute(
      held,
    );
    if (rows[0]?.taken !== true) return undefined;
    try {
      return await work(held);
    } finally {
      await sql`select pg_advisory_unlock(${key})`.execute(held);
    }
  });
}

/**
 * Takes deletions whose time has come: unfinished ones, and completed ones to be looked at once more. Taken for an
 * interval, so that two sweeps never have the same one; beginning the attempt sets its own time. Bounded: the sweep
 * must end within a function's life.
 */
export async function takeDueManifests(db: Db, intervalSeconds: number): Promise<ManifestRow[]> {
  return db
    .updateTable('deletion_manifests')
    .set({ next_attempt_at: sql<Date>`now() + make_interval(secs => ${intervalSeconds}::int)` })
    .where('id', 'in', (eb) =>
      eb
        .selectFrom('deletion_manifests')
        .select('id')
        .where('sealed_at', 'is', null)
        .where('next_attempt_at', '<=', sql<Date>`now()`)
        .orderBy('next_attempt_at')
        .limit(100)
        .forUpdate()
        .skipLocked(),
    )
    .returningAll()
    .execute();
}

/** Whether a deletion of this job is unfinished, or due for its last look. */
export async function isLookAwaited(db: Db, jobId: string): Promise<boolean> {
  const row = await db
    .selectFrom('deletion_manifests')
    .select('id')
    .where('job_id', '=', jobId)
    .where('sealed_at', 'is', null)
    .where(sql<boolean>`(completed_at is null or completed_at <= now() - interval '24 hours')`)
    .executeTakeFirst();
  return row !== undefined;
}

/** Begins the look at an erased job a day or more after its completion; undefined before, or where it is sealed. */
export async function beginSealing(
  db: Db,
  { jobId, intervalSeconds }: Attempt,
): Promise<ManifestRow | undefined> {
  return db
    .updateTable('deletion_manifests')
    .set({ attempts: sql`attempts + 1`, next_attempt_at: nextAttempt(intervalSeconds) })
    .where('job_id', '=', jobId)
    .where('sealed_at', 'is', null)
    .where('completed_at', '<=', sql<Date>`now() - interval '24 hours'`)
    .returningAll()
    .executeTakeFirst();
}

/** Seals a deletion that was seen empty; one that was not is looked at again a day later. */
export async function noteSealed(db: Db, jobId: string, empty: boolean): Promise<void> {
  await db
    .updateTable('deletion_manifests')
    .set(empty ? { sealed_at: sql`now()` } : { next_attempt_at: sql`now() + interval '24 hours'` })
    .where('job_id', '=', jobId)
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
    'schedule_edits',
    'job_schedules',
    'exports',
    'cost_adjustments',
    'webhook_deliveries',
    'kept_answers',
  ] as const) {
    const deleted = await tx.deleteFrom(table).where('job_id', '=', jobId).executeTakeFirst();
    rows += deleted.numDeletedRows;
  }
  const job = await tx.deleteFrom('jobs').where('id', '=', jobId).executeTakeFirst();
  return Number(rows + job.numDeletedRows);
}

/**
 * Growing intervals, each twice the one before, from the given one to six hours: a store that is down is not hammered, and
 * not forgotten.
 */
const nextAttempt = (intervalSeconds: number) => sql<Date>`
  now() + make_interval(secs => least(greatest(21600, ${intervalSeconds}::int),
                                      ${intervalSeconds}::int * power(2, least(attempts, 16))))`;

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
