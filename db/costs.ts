import { sql, type Selectable } from 'kysely';
import type { Db } from './client.ts';
import type { JobRow } from './jobs.ts';
import type { CostRecordsTable } from './schema.ts';

export type CostRecordRow = Selectable<CostRecordsTable>;

export interface Reservation {
  jobId: string;
  run: number;
  pagesToRead: number;
  rateCents: number;
}

/**
 * Reserves the price of the pages within the job's cap in one conditional statement: false where it does not fit.
 * Reading first and writing then would overspend under a race.
 */
export async function reserve(tx: Db, reservation: Reservation): Promise<boolean> {
  const quotedCents = reservation.pagesToRead * reservation.rateCents;
  const updated = await tx
    .updateTable('jobs')
    .set({
      pages_to_read: reservation.pagesToRead,
      rate_cents: reservation.rateCents,
      quoted_cents: quotedCents,
      reserved_cents: quotedCents,
    })
    .where('id', '=', reservation.jobId)
    .where('run', '=', reservation.run)
    .where(sql<boolean>`spent_cents + ${quotedCents} <= cap_cents`)
    .executeTakeFirst();
  return updated.numUpdatedRows === 1n;
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

/** Opens the cost record of a run; false where it was opened before. */
export async function openCostRecord(tx: Db, job: JobRow, provider: string): Promise<boolean> {
  const inserted = await tx
    .insertInto('cost_records')
    .values({
      job_id: job.id,
      tenant_id: job.tenant_id,
      user_id: job.user_id,
      run: job.run,
      provider,
      status: 'PENDING',
    })
    .onConflict((conflict) => conflict.columns(['job_id', 'run']).doNothing())
    .executeTakeFirst();
  return inserted.numInsertedOrUpdatedRows === 1n;
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

/** Jobs with an open record though they ended more than `minutes` ago. Bounded for the same reason as every sweep. */
export async function listUnsettledJobs(db: Db, minutes: number): Promise<JobRow[]> {
  return db
    .selectFrom('jobs')
    .selectAll('jobs')
    .innerJoin('cost_records', 'cost_records.job_id', 'jobs.id')
    .where('cost_records.status', '=', 'PENDING')
    .where('jobs.status', 'in', ['COMPLETED', 'FAILED', 'CANCELLED'])
    .where('cost_records.created_at', '<', sql<Date>`now() - make_interval(mins => ${minutes})`)
    .limit(100)
    .execute();
}

/** Adds what a job had cost to its user's sums, so that they outlive the job's rows. */
export async function rollUpCosts(tx: Db, job: Pick<JobRow, 'id' | 'tenant_id' | 'user_id'>): Promise<void> {
  await sql`
    insert into user_costs (tenant_id, user_id, rolled_up_cents, rolled_up_pages, rolled_up_jobs)
    select ${job.tenant_id}, ${job.user_id}, coalesce(sum(cost_cents), 0), count(*) filter (where kind = 'ocr'), 1
      from page_charges where job_id = ${job.id}
    on conflict (tenant_id, user_id) do update
       set rolled_up_cents = user_costs.rolled_up_cents + excluded.rolled_up_cents,
           rolled_up_pages = user_costs.rolled_up_pages + excluded.rolled_up_pages,
           rolled_up_jobs = user_costs.rolled_up_jobs + excluded.rolled_up_jobs`.execute(tx);
}
