import { type Insertable, type Selectable, sql } from 'kysely';
import type { Db } from './client.ts';
import type { PageChargesTable, PagesTable, Triage } from './schema.ts';

export type PageRow = Selectable<PagesTable>;

/**
 * Stores a page unless it is stored already; true where this call stored it. It comes first in its transaction: the
 * call that loses does nothing else, so that a page which is read twice is charged once.
 */
export async function insertPage(tx: Db, row: Insertable<PagesTable>): Promise<boolean> {
  const inserted = await tx
    .insertInto('pages')
    .values(row)
    .onConflict((conflict) => conflict.columns(['job_id', 'page_no']).doNothing())
    .executeTakeFirst();
  return inserted.numInsertedOrUpdatedRows === 1n;
}

export async function insertCharge(tx: Db, row: Insertable<PageChargesTable>): Promise<void> {
  await tx.insertInto('page_charges').values(row).execute();
}

export interface PageCount {
  jobId: string;
  run: number;
  costCents: number;
  failed: boolean;
}

/**
 * Counts a page on its job and moves its cents from reserved to spent. False where the job is no longer at work in
 * this run or is to be cancelled: the caller rolls back.
 */
export async function countPage(tx: Db, count: PageCount): Promise<boolean> {
  const updated = await tx
    .updateTable('jobs')
    .set({
      pages_done: sql`pages_done + ${count.failed ? 0 : 1}`,
      pages_failed: sql`pages_failed + ${count.failed ? 1 : 0}`,
      // A page stored as failed costs nothing; what was reserved for it returns when the job is settled.
      reserved_cents: sql`reserved_cents - ${count.costCents}`,
      spent_cents: sql`spent_cents + ${count.costCents}`,
      progress_at: sql`now()`,
      rings: 0,
    })
    .where('id', '=', count.jobId)
    .where('run', '=', count.run)
    .where('status', '=', 'PROCESSING')
    .where('cancellation_requested', '=', false)
    .executeTakeFirst();
  return updated.numUpdatedRows === 1n;
}

/** All pages of a job in order, with their models. */
export async function listPages(db: Db, jobId: string): Promise<PageRow[]> {
  return db.selectFrom('pages').selectAll().where('job_id', '=', jobId).orderBy('page_no').execute();
}

/** Numbers of the pages with words that were recognised, ascending. */
export async function listRecognisedPages(db: Db, jobId: string): Promise<number[]> {
  const rows = await db
    .selectFrom('pages')
    .select('page_no')
    .where('job_id', '=', jobId)
    .where('source', '=', 'ocr')
    .where('status', '=', 'DONE')
    .orderBy('page_no')
    .execute();
  return rows.map((row) => row.page_no);
}

/** The model of one page; null where it is not stored or could not be read. */
export async function findModel(
  db: Db,
  { jobId, pageNo }: { jobId: string; pageNo: number },
): Promise<object | null> {
  const row = await db
    .selectFrom('pages')
    .select('model')
    .where('job_id', '=', jobId)
    .where('page_no', '=', pageNo)
    .executeTakeFirst();
  return row?.model ?? null;
}

/** A page without its words, with its price. */
export interface PageHead extends Omit<PageRow, 'model'> {
  cost_cents: number;
  /** Of its model, upright; null where it could not be read. */
  width_points: number | null;
  height_points: number | null;
  turned_degrees: number | null;
}

/** The pages of a job that are stored, in order, without their words; the one page where `pageNo` is given. */
export async function listPageHeads(
  db: Db,
  { jobId, pageNo }: { jobId: string; pageNo?: number },
): Promise<PageHead[]> {
  const heads = db
    .selectFrom('pages')
    .leftJoin('page_charges', (join) =>
      join
        .onRef('page_charges.job_id', '=', 'pages.job_id')
        .onRef('page_charges.page_no', '=', 'pages.page_no'),
    )
    .where('pages.job_id', '=', jobId)
    .select(['pages.job_id', 'pages.page_no', 'pages.tenant_id', 'pages.run', 'pages.status', 'pages.source'])
    .select([
      'pages.triage',
      'pages.mean_confidence',
      'pages.error_code',
      'pages.read_ms',
      'pages.created_at',
    ])
    .select(sql<number>`coalesce(page_charges.cost_cents, 0)::int`.as('cost_cents'))
    .select(sql<number | null>`(model ->> 'widthPoints')::double precision`.as('width_points'))
    .select(sql<number | null>`(model ->> 'heightPoints')::double precision`.as('height_points'))
    .select(sql<number | null>`(model ->> 'turnedDegrees')::int`.as('turned_degrees'))
    .orderBy('pages.page_no');
  return (pageNo === undefined ? heads : heads.where('pages.page_no', '=', pageNo)).execute();
}

export async function listStoredPageNumbers(db: Db, jobId: string): Promise<Set<number>> {
  const rows = await db.selectFrom('pages').select('page_no').where('job_id', '=', jobId).execute();
  return new Set(rows.map((row) => row.page_no));
}

export interface PageTally {
  source: PageRow['source'];
  triage: PageRow['triage'];
  status: PageRow['status'];
  pages: number;
  costCents: number;
}

/** How many pages came from where, and what they cost. */
export async function tallyPages(db: Db, jobId: string): Promise<PageTally[]> {
  return db
    .selectFrom('pages')
    .leftJoin('page_charges', (join) =>
      join
        .onRef('page_charges.job_id', '=', 'pages.job_id')
        .onRef('page_charges.page_no', '=', 'pages.page_no'),
    )
    .where('pages.job_id', '=', jobId)
    .groupBy(['pages.source', 'pages.triage', 'pages.status'])
    .select(['pages.source', 'pages.triage', 'pages.status'])
    .select(sql<number>`count(*)::int`.as('pages'))
    .select(sql<number>`coalesce(sum(page_charges.cost_cents), 0)::int`.as('costCents'))
    .execute();
}

/** How many of the stored pages are of which kind; kinds without pages are left out, as are pages of no known kind. */
export async function countTriage(db: Db, jobId: string): Promise<Partial<Record<Triage, number>>> {
  const rows = await db
    .selectFrom('pages')
    .where('job_id', '=', jobId)
    .where('triage', 'is not', null)
    .groupBy('triage')
    .select('triage')
    .select(sql<number>`count(*)::int`.as('pages'))
    .execute();
  return Object.fromEntries(rows.map(({ triage, pages }) => [triage, pages]));
}

export interface PageFailure {
  jobId: string;
  pageNo: number;
  errorCode: string;
}

/** Counts a failure of a page; answers how many there are now. */
export async function countFailure(db: Db, failure: PageFailure): Promise<number> {
  const row = await db
    .insertInto('page_failures')
    .values({ job_id: failure.jobId, page_no: failure.pageNo, failures: 1, error_code: failure.errorCode })
    .onConflict((conflict) =>
      conflict
        .columns(['job_id', 'page_no'])
        .doUpdateSet({ failures: sql`page_failures.failures + 1`, error_code: failure.errorCode }),
    )
    .returning('failures')
    .executeTakeFirstOrThrow();
  return row.failures;
}

export async function findFailures(
  db: Db,
  { jobId, pageNo }: Omit<PageFailure, 'errorCode'>,
): Promise<number> {
  const row = await db
    .selectFrom('page_failures')
    .select('failures')
    .where('job_id', '=', jobId)
    .where('page_no', '=', pageNo)
    .executeTakeFirst();
  return row?.failures ?? 0;
}

/** Says on a job how many more of its pages are not read, and what bounded it. */
export async function countSkippedPages(
  tx: Db,
  { jobId, pages, code }: { jobId: string; pages: number; code: string },
): Promise<void> {
  await tx
    .updateTable('jobs')
    .set({ pages_skipped: sql`pages_skipped + ${pages}`, skip_code: code })
    .where('id', '=', jobId)
    .execute();
}

/**
 * Stores the pages of a job outside the ranges as skipped, in one statement however many there are; answers how many
 * that were. Pages stored before stay as they are.
 */
export async function insertUnchosenPages(
  tx: Db,
  {
    jobId,
    ranges,
    code,
  }: { jobId: string; ranges: readonly { first: number; last: number }[]; code: string },
): Promise<number> {
  const firsts = ranges.map(({ first }) => first);
  const lasts = ranges.map(({ last }) => last);
  const inserted = await sql`
    insert into pages (job_id, page_no, tenant_id, run, status, source, error_code, read_ms)
    select jobs.id, page_no, jobs.tenant_id, jobs.run, 'SKIPPED', 'text-layer', ${code}, 0
      from jobs, generate_series(1, jobs.page_count) page_no
     where jobs.id = ${jobId} and not exists (
       select from unnest(${firsts}::int[], ${lasts}::int[]) chosen (first, last)
        where page_no between chosen.first and chosen.last)
        on conflict (job_id, page_no) do nothing`.execute(tx);
  return Number(inserted.numAffectedRows ?? 0n);
}

/** Forgets the pages of a job that were not read, and how often they had failed: they are to be read again. */
export async function forgetUnreadPages(tx: Db, jobId: string): Promise<number> {
  await tx.deleteFrom('page_failures').where('job_id', '=', jobId).execute();
  const deleted = await tx
    .deleteFrom('pages')
    .where('job_id', '=', jobId)
    .where('status', '<>', 'DONE')
    .executeTakeFirst();
  return Number(deleted.numDeletedRows);
}
