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

/** The row, held against others until the transaction ends. */
export async function lockJob(tx: Db, jobId: string): Promise<JobRow | undefined> {
  return tx.selectFrom('jobs').selectAll().where('id', '=', jobId).forUpdate().executeTakeFirst();
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
  error?: { code: string; detail: string };
}

/**
 * Moves a job from one of the named states; undefined where it is in another, so that exactly one of two rivals
 * wins. A final state gives back what was reserved.
 */
export async function changeStatus(tx: Db, change: StatusChange): Promise<JobRow | undefined> {
  const final = change.to === 'COMPLETED' || change.to === 'FAILED' || change.to === 'CANCELLED';
  return tx
    .updateTable('jobs')
    .set({
      status: change.to,
      progress_at: sql`now()`,
      ...(change.to === 'PROCESSING' ? { started_at: sql`now()` } : {}),
      ...(final ? { finished_at: sql`now()`, reserved_cents: 0 } : {}),
      ...(change.error === undefined
        ? {}
        : { error_code: change.error.code, error_detail: change.error.detail }),
    })
    .where('id', '=', change.jobId)
    .where('status', 'in', change.from)
    .returningAll()
    .executeTakeFirst();
}

/** Sets the wish to cancel on a job at work; undefined where it is not at work. */
export async function requestCancellation(tx: Db, jobId: string): Promise<JobRow | undefined> {
  return tx
    .updateTable('jobs')
    .set({ cancellation_requested: true })
    .where('id', '=', jobId)
    .where('status', '=', 'PROCESSING')
    .returningAll()
    .executeTakeFirst();
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

/**
 * Takes jobs whose doorbell may be lost: waiting or at work, without a sign of life and not rung for longer than
 * `silentSeconds`. Bounded, because the sweep must end within a function's life; marked as rung, so that jobs which
 * nothing helps do not hold the others; two sweeps never take the same one.
 */
export async function takeSilentJobs(db: Db, silentSeconds: number): Promise<JobRow[]> {
  const since = sql<Date>`now() - make_interval(secs => ${silentSeconds})`;
  return db
    .updateTable('jobs')
    .set({ rung_at: sql`now()` })
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
