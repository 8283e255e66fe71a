import { sql, type Selectable } from 'kysely';
import type { Db } from './client.ts';
import type { JobRow } from './jobs.ts';
import type { CostRecordsTable } from './schema.ts';

export type CostRecordRow = Selectable<CostRecordsTable>;

/** What may still be reserved; null where there is no bound. */
export interface Funds {
  jobCents: number;
  userCents: number | null;
}

export interface Payer {
  jobId: string;
  run: number;
  tenantId: string;
  userId: string;
  /** The budget that counts now; null for none. */
  budgetCents: number | null;
}

/**
 * What is left of a job's cap and its user's budget, both rows held until the transaction ends: always the job first,
 * as the trigger that sums a user's jobs has it. Undefined where the job is in another run, has ended or is being deleted:
 * what came too late would leave a record open, or leave with the job what its user has reserved.
 */
export async function lockFunds(tx: Db, payer: Payer): Promise<Funds | undefined> {
  const job = await tx
    .selectFrom('jobs')
    .select(sql<number>`cap_cents - spent_cents`.as('left'))
    .where('id', '=', payer.jobId)
    .where('run', '=', payer.run)
    .where('status', 'not in', ['COMPLETED', 'FAILED', 'CANCELLED', 'DELETING'])
    .forNoKeyUpdate()
    .executeTakeFirst();
  if (job === undefined) return undefined;
  const user = await tx
    .selectFrom('user_costs')
    .select(sql<string>`${payer.budgetCents}::bigint - reserved_cents - spent_cents`.as('left'))
    .where('tenant_id', '=', payer.tenantId)
    .where('user_id', '=', payer.userId)
    .forNoKeyUpdate()
    .executeTakeFirstOrThrow();
  const userCents = payer.budgetCents === null ? null : Math.max(0, Number(user.left));
  return { jobCents: Math.max(0, job.left), userCents };
}

export interface Reservation extends Payer {
  pagesToRead: number;
  rateCents: number;
}

/**
 * Reserves the price of the pages within the job's cap and its user's budget, all or nothing: each statement has its
 * condition, and false means that the caller rolls back. Nothing is free of both, also under a budget that is used up.
 */
export async function reserve(tx: Db, reservation: Reservation): Promise<boolean> {
  const { pagesToRead, rateCents, budgetCents } = reservation;
  const cents = pagesToRead * rateCents;
  const updated = await tx
    .updateTable('user_costs')
    .set({ budget_cents: sql`case when ${cents} = 0 then budget_cents else ${budgetCents}::bigint end` })
    .where('tenant_id', '=', reservation.tenantId)
    .where('user_id', '=', reservation.userId)
    .where(
      sql<boolean>`(${cents} = 0 or ${budgetCents}::bigint is null
        or reserved_cents + spent_cents + ${cents} <= ${budgetCents}::bigint)`,
    )
    .executeTakeFirst();
  return updated.numUpdatedRows === 1n && reserveOnJob(tx, reservation, cents);
}

async function reserveOnJob(tx: Db, reservation: Reservation, cents: number): Promise<boolean> {
  const updated = await tx
    .updateTable('jobs')
    .set({
      pages_to_read: reservation.pagesToRead,
      rate_cents: reservation.rateCents,
      quoted_cents: cents,
      quoted_at: sql`coalesce(quoted_at, now())`,
      reserved_cents: cents,
    })
    .where('id', '=', reservation.jobId)
    .where('run', '=', reservation.run)
    .where('reserved_cents', '=', 0)
    .where(sql<boolean>`spent_cents + ${cents} <= cap_cents`)
    .executeTakeFirst();
  return updated.numUpdatedRows === 1n;
}

export interface UploadQuote {
  jobId: string;
  pageCount: number;
  pagesToRead: number;
  rateCents: number;
}

/** Notes what a file would cost on a job that has not been started. Nothing is reserved. */
export async function noteQuote(db: Db, quote: UploadQuote): Promise<void> {
  await db
    .updateTable('jobs')
    .set({
      page_count: quote.pageCount,
      pages_to_read: quote.pagesToRead,
      rate_cents: quote.rateCents,
      quoted_cents: quote.pagesToRead * quote.rateCents,
      quoted_at: sql`now()`,
      error_code: null,
      error_detail: null,
    })
    .where('id', '=', quote.jobId)
    .where('status', '=', 'AWAITING_UPLOAD')
    .execute();
}

/** Notes why a file could not be quoted. It is no quote: a job that is started all the same gets its own. */
export async function noteQuoteFailure(
  db: Db,
  { jobId, code, detail }: { jobId: string; code: string; detail: string },
): Promise<void> {
  await db
    .updateTable('jobs')
    .set({ error_code: code, error_detail: detail })
    .where('id', '=', jobId)
    .where('status', '=', 'AWAITING_UPLOAD')
    .execute();
}

/** Whether the quote of a run was made: its record is opened with it, in one transaction. */
export async function isQuoted(db: Db, { jobId, run }: { jobId: string; run: number }): Promise<boolean> {
  const row = await db
    .selectFrom('cost_records')
    .select('id')
    .where('job_id', '=', jobId)
    .where('run', '=', run)
    .executeTakeFirst();
  return row !== undefined;
}

/** Opens the cost record of a run. */
export async function openCostRecord(tx: Db, job: JobRow, provider: string): Promise<void> {
  await tx
    .insertInto('cost_records')
    .values({
      job_id: job.id,
      tenant_id: job.tenant_id,
      user_id: job.user_id,
      run: job.run,
      provider,
      status: 'PENDING',
    })
    .execute();
}

/**
 * Closes the open record of an ended job with what its run really charged: COMPLETED where the job completed or a
 * page was charged (a cancelled job's pages were consumed too), else FAILED with nothing. No effect where none is open.
 */
export async function settleCostRecord(tx: Db, jobId: string): Promise<void> {
  await sql`
    update cost_records record
       set status = case when ended.completed or charged.pages > 0 then 'COMPLETED' else 'FAILED' end,
           completed_at = now(), pages = charged.pages, cost_cents = charged.cents
      from (select r.id, count(c.page_no)::int as pages, coalesce(sum(c.cost_cents), 0)::int as cents
              from cost_records r
              left join page_charges c on c.job_id = r.job_id and c.run = r.run and c.kind = 'ocr'
             where r.job_id = ${jobId} and r.status = 'PENDING'
             group by r.id) charged,
           (select status = 'COMPLETED' as completed from jobs where id = ${jobId}) ended
     where record.id = charged.id`.execute(tx);
}

export async function listCostRecords(db: Db, jobId: string): Promise<CostRecordRow[]> {
  return db.selectFrom('cost_records').selectAll().where('job_id', '=', jobId).orderBy('id').execute();
}

/**
 * Settles open records, opened more than `minutes` ago, of jobs that ended; answers how many. What another sweep holds
 * is left to it, and the number is bounded, because a sweep must end within a function's life.
 */
export async function settleEndedJobs(tx: Db, minutes: number): Promise<number> {
  const jobs = await tx
    .selectFrom('cost_records')
    .innerJoin('jobs', 'jobs.id', 'cost_records.job_id')
    .select('jobs.id')
    .where('cost_records.status', '=', 'PENDING')
    .where('jobs.status', 'in', ['COMPLETED', 'FAILED', 'CANCELLED'])
    .where('cost_records.created_at', '<', sql<Date>`now() - make_interval(mins => ${minutes})`)
    .limit(100)
    .forUpdate('cost_records')
    .skipLocked()
    .execute();
  for (const { id } of jobs) await settleCostRecord(tx, id);
  return jobs.length;
}

/**
 * Adds what a job had cost to its user's sums, so that they outlive the job's rows. Once: without it the database lets
 * neither the charges nor the job go.
 */
export async function rollUpCosts(tx: Db, job: Pick<JobRow, 'id' | 'tenant_id' | 'user_id'>): Promise<void> {
  const marked = await tx
    .updateTable('jobs')
    .set({ costs_rolled_up: true })
    .where('id', '=', job.id)
    .where('costs_rolled_up', '=', false)
    .executeTakeFirst();
  if (marked.numUpdatedRows === 0n) return;
  await sql`
    update user_costs
       set rolled_up_cents = rolled_up_cents + gone.cents, rolled_up_pages = rolled_up_pages + gone.pages,
           rolled_up_jobs = rolled_up_jobs + gone.jobs
      from (select (select spent_cents from jobs where id = ${job.id}) as cents,
                   (select count(*)::int from page_charges where job_id = ${job.id} and kind = 'ocr') as pages,
                   (select count(distinct job_id)::int from cost_records
                     where job_id = ${job.id} and status = 'COMPLETED') as jobs) gone
     where tenant_id = ${job.tenant_id} and user_id = ${job.user_id}`.execute(tx);
}

export interface UserCost {
  spentCents: number;
  reservedCents: number;
  /** Pages that were recognised and charged. */
  pages: number;
  /** Jobs with a settled record. */
  jobs: number;
}

/** What a user's jobs have cost, erased ones included. */
export async function sumUserCost(db: Db, user: { tenantId: string; userId: string }): Promise<UserCost> {
  const { rows } = await sql<UserCost>`
    select coalesce(sum(spent_cents), 0)::double precision as "spentCents",
           coalesce(sum(reserved_cents), 0)::double precision as "reservedCents",
           (coalesce(sum(rolled_up_pages), 0) + (
             select coalesce(sum(pages), 0) from cost_records r
              where r.tenant_id = ${user.tenantId} and r.user_id = ${user.userId} and r.status = 'COMPLETED'))::int as pages,
           (coalesce(sum(rolled_up_jobs), 0) + (
             select count(distinct job_id) from cost_records r
              where r.tenant_id = ${user.tenantId} and r.user_id = ${user.userId} and r.status = 'COMPLETED'))::int as jobs
      from user_costs where tenant_id = ${user.tenantId} and user_id = ${user.userId}`.execute(db);
  return rows[0] ?? { spentCents: 0, reservedCents: 0, pages: 0, jobs: 0 };
}
