import { type Insertable, type Selectable, sql } from 'kysely';
import type { Db } from './client.ts';
import type { JobStatus, JobsTable } from './schema.ts';

export type JobRow = Selectable<JobsTable>;

export async function insertJob(db: Db, row: Insertable<JobsTable>): Promise<JobRow> {
  return db.insertInto('jobs').values(row).returningAll().executeTakeFirstOrThrow();
}

/** A job by its id alone, for the worker; the edge uses `findJobOfTenant`. */
export async function findJob(db: Db, jobId: string): Promise<JobRow | undefined> {
  return db.selectFrom('jobs').selectAll().where('id', '=', jobId).executeTakeFirst();
}

export interface JobOfTenant {
  tenantId: string;
  jobId: string;
}

export async function findJobOfTenant(db: Db, { tenantId, jobId }: JobOfTenant): Promise<JobRow | undefined> {
  return db
    .selectFrom('jobs')
    .selectAll()
    .where('tenant_id', '=', tenantId)
    .where('id', '=', jobId)
    .executeTakeFirst();
}

/**
 * The row, held against others until the transaction ends. Not FOR UPDATE: that waits for everybody who has written a row
 * that refers to the job, and they may be waiting for this lock.
 */
export async function lockJob(tx: Db, jobId: string): Promise<JobRow | undefined> {
  return tx.selectFrom('jobs').selectAll().where('id', '=', jobId).forNoKeyUpdate().executeTakeFirst();
}

/** Lets an upload come until then, where the job still waits for one; undefined where it does not. */
export async function extendUpload(db: Db, jobId: string, until: Date): Promise<JobRow | undefined> {
  return db
    .updateTable('jobs')
    .set({ upload_expires_at: sql`greatest(upload_expires_at, ${until}::timestamptz)` })
    .where('id', '=', jobId)
    .where('status', '=', 'AWAITING_UPLOAD')
    .returningAll()
    .executeTakeFirst();
}

export interface JobPage {
  tenantId: string;
  limit: number;
  after?: { createdAt: Date; id: string };
}

/** Newest first. */
export async function listJobs(db: Db, page: JobPage): Promise<JobRow[]> {
  let query = db.selectFrom('jobs').selectAll().where('tenant_id', '=', page.tenantId);
  const { after } = page;
  if (after !== undefined) {
    query = query.where((eb) =>
      eb(eb.refTuple('created_at', 'id'), '<', eb.tuple(after.createdAt, after.id)),
    );
  }
  return query.orderBy('created_at', 'desc').orderBy('id', 'desc').limit(page.limit).execute();
}

export interface StatusChange {
  jobId: string;
  from: JobStatus[];
  to: JobStatus;
  /** Where given, only in this run. */
  run?: number;
  error?: { code: string; detail: string };
}

/**
 * Moves a job from one of the named states; undefined where it is in another, so that exactly one of two rivals
 * wins. A final state gives back what was reserved.
 */
export async function changeStatus(tx: Db, change: StatusChange): Promise<JobRow | undefined> {
  const { run } = change;
  const final = change.to === 'COMPLETED' || change.to === 'FAILED' || change.to === 'CANCELLED';
  return tx
    .updateTable('jobs')
    .set({
      status: change.to,
      progress_at: sql`now()`,
      rings: 0,
      ...(change.to === 'PROCESSING' ? { started_at: sql`now()` } : {}),
      // What a quote found wrong with the file is found again.
      ...(change.to === 'QUEUED' ? { error_code: null, error_detail: null } : {}),
      ...(final ? { finished_at: sql`now()`, reserved_cents: 0 } : {}),
      ...(change.error === undefined
        ? {}
        : { error_code: change.error.code, error_detail: change.error.detail }),
    })
    .where('id', '=', change.jobId)
    .where('status', 'in', change.from)
    .$if(run !== undefined, (query) => query.where('run', '=', run ?? 0))
    .returningAll()
    .executeTakeFirst();
}

/**
 * The wish to cancel, in one statement: a job that has not begun is CANCELLED with it, one at work is marked. Undefined
 * where it is neither, or the wish was there already. A job at work tells its workers, by a trigger.
 */
export async function requestCancellation(tx: Db, jobId: string): Promise<JobRow | undefined> {
  const begun = sql<boolean>`status = 'PROCESSING'`;
  return tx
    .updateTable('jobs')
    .set({
      cancellation_requested: true,
      status: sql<JobStatus>`case when ${begun} then status else 'CANCELLED' end`,
      finished_at: sql`case when ${begun} then finished_at else now() end`,
      reserved_cents: sql`case when ${begun} then reserved_cents else 0 end`,
    })
    .where('id', '=', jobId)
    .where('status', 'in', ['AWAITING_UPLOAD', 'QUEUED', 'PROCESSING'])
    .where('cancellation_requested', '=', false)
    .returningAll()
    .executeTakeFirst();
}

/** Undefined where the job has it so already, or is being deleted. */
export async function setLegalHold(tx: Db, jobId: string, held: boolean): Promise<JobRow | undefined> {
  return tx
    .updateTable('jobs')
    .set({ legal_hold: held })
    .where('id', '=', jobId)
    .where('legal_hold', '<>', held)
    .where('status', '<>', 'DELETING')
    .returningAll()
    .executeTakeFirst();
}

/**
 * Holds the end of a cancelled run until the transaction ends; false where another task has it in hand. By run, because
 * a late task of an older one has nothing to end and must not keep out those that have.
 */
export async function tryStopLock(tx: Db, { jobId, run }: { jobId: string; run: number }): Promise<boolean> {
  const { rows } = await sql<{ held: boolean }>`
    select pg_try_advisory_xact_lock(hashtextextended(${jobId}, ${run})) as held`.execute(tx);
  return rows[0]?.held === true;
}

export interface Retry {
  jobId: string;
  run: number;
  /** The cap of this moment. What was spent stays spent, so that it is never set below that. */
  capCents: number;
}

/**
 * Puts an ended job back to QUEUED in its next run; undefined where it is not ended or not in the run that was looked
 * at, so that of two retries one counts.
 */
export async function beginNextRun(tx: Db, { jobId, run, capCents }: Retry): Promise<JobRow | undefined> {
  return tx
    .updateTable('jobs')
    .set({
      status: 'QUEUED',
      run: sql`run + 1`,
      cancellation_requested: false,
      cap_cents: sql`greatest(${capCents}::int, spent_cents)`,
      pages_to_read: 0,
      pages_failed: 0,
      pages_skipped: 0,
      skip_code: null,
      quoted_cents: 0,
      quoted_at: null,
      error_code: null,
      error_detail: null,
      started_at: null,
      finished_at: null,
      selected_schedule_ids: null,
      rings: 0,
      progress_at: sql`now()`,
    })
    .where('id', '=', jobId)
    .where('run', '=', run)
    .where('status', 'in', ['COMPLETED', 'FAILED', 'CANCELLED'])
    .returningAll()
    .executeTakeFirst();
}

/** Of the given jobs, what says whether a run of them is still wanted. Jobs that are gone are left out. */
export async function listStates(
  db: Db,
  jobIds: string[],
): Promise<Pick<JobRow, 'id' | 'run' | 'status' | 'cancellation_requested'>[]> {
  return db
    .selectFrom('jobs')
    .select(['id', 'run', 'status', 'cancellation_requested'])
    .where('id', 'in', jobIds)
    .execute();
}

export async function setPageCount(db: Db, jobId: string, pageCount: number): Promise<void> {
  await db.updateTable('jobs').set({ page_count: pageCount }).where('id', '=', jobId).execute();
}

export async function rememberSelection(db: Db, jobId: string, scheduleIds: string[]): Promise<void> {
  await db
    .updateTable('jobs')
    .set({ selected_schedule_ids: JSON.stringify(scheduleIds) })
    .where('id', '=', jobId)
    .execute();
}

export async function rememberExportKey(db: Db, jobId: string, exportKey: string): Promise<void> {
  await db.updateTable('jobs').set({ export_key: exportKey }).where('id', '=', jobId).execute();
}

export interface Silence {
  seconds: number;
  /** Whether no task of any job waits in the queue: then silence is no waiting for one's turn. */
  idle: boolean;
}

/**
 * Takes jobs whose doorbell may be lost: waiting or at work, without a sign of life and not rung for so long. Bounded,
 * because the sweep must end within a function's life; marked as rung, so that jobs which nothing helps do not hold the
 * others; two sweeps never take the same one.
 */
export async function takeSilentJobs(db: Db, { seconds, idle }: Silence): Promise<JobRow[]> {
  const since = sql<Date>`now() - make_interval(secs => ${seconds})`;
  return db
    .updateTable('jobs')
    .set({
      rung_at: sql`now()`,
      // Only of work that had begun: a job nobody has opened yet waits for a worker, however long that takes.
      rings: sql`rings + case when ${idle}::boolean and status = 'PROCESSING' then 1 else 0 end`,
    })
    .where('id', 'in', (eb) =>
      eb
        .selectFrom('jobs')
        .select('id')
        .where('status', 'in', ['QUEUED', 'PROCESSING'])
        .where('progress_at', '<', since)
        .where((or) => or.or([or('rung_at', 'is', null), or('rung_at', '<', since)]))
        .orderBy('progress_at')
        .limit(100)
        .forUpdate()
        .skipLocked(),
    )
    .returningAll()
    .execute();
}
