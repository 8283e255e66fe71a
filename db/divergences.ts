import { sql } from 'kysely';
import type { Db } from './client.ts';

/** A sum that is not what its parts say. Cents are exact as numbers up to 2^53. */
export interface Divergence {
  invariant: 'job-spent' | 'job-records' | 'user-reserved' | 'user-spent';
  tenantId: string;
  userId: string;
  jobId: string | null;
  foundCents: number;
  expectedCents: number;
}

/**
 * Where the ledger's sums are not what their parts say. One statement sees one state of the database, so that a page
 * which is just being charged is in both sides or in none. `recentMinutes` bounds it to jobs that are not ended or ended
 * since, and their users; without it everything is summed up.
 */
export async function findDivergences(
  db: Db,
  { recentMinutes = null, limit = 100 }: { recentMinutes?: number | null; limit?: number } = {},
): Promise<Divergence[]> {
  const { rows } = await sql<Divergence>`
    with seen as materialized (
      select * from jobs where ${recentMinutes}::int is null or finished_at is null
          or finished_at > now() - make_interval(mins => ${recentMinutes}::int)),
    job_sums as (
      select seen.*,
             coalesce((select sum(cost_cents) from page_charges c where c.job_id = seen.id), 0) as charged,
             coalesce((select sum(cost_cents) from cost_records r where r.job_id = seen.id), 0)
               + coalesce((select sum(expected_cents - found_cents) from cost_adjustments a
                   where a.job_id = seen.id and a.invariant = 'job-records' and a.repaired), 0) as recorded,
             exists (select from cost_records r where r.job_id = seen.id and r.status = 'PENDING') as pending
        from seen),
    user_sums as (
      select u.*, coalesce(sum(j.reserved_cents), 0) as reserved,
             coalesce(sum(j.spent_cents), 0) + u.rolled_up_cents as spent
        from user_costs u left join jobs j on j.tenant_id = u.tenant_id and j.user_id = u.user_id
       where ${recentMinutes}::int is null or (u.tenant_id, u.user_id) in (select tenant_id, user_id from seen)
       group by u.tenant_id, u.user_id)
    select invariant, tenant_id as "tenantId", user_id as "userId", job_id as "jobId",
           found::double precision as "foundCents", expected::double precision as "expectedCents"
      from (select 'job-spent' as invariant, tenant_id, user_id, id as job_id, spent_cents as found, charged as expected
              from job_sums
            union all
            select 'job-records', tenant_id, user_id, id, recorded, charged from job_sums
             where not pending and status in ('COMPLETED', 'FAILED', 'CANCELLED')
            union all
            select 'user-reserved', tenant_id, user_id, null, reserved_cents, reserved from user_sums
            union all
            select 'user-spent', tenant_id, user_id, null, spent_cents, spent from user_sums) sums
     where found <> expected
     order by job_id nulls last limit ${limit}`.execute(db);
  return rows;
}

/**
 * Sets a counter to what its parts say, where the bounds allow it; false where they do not, or where it has moved since.
 * A job's charges are the record, and settled records are never rewritten: their difference stands in the adjustment.
 */
export async function repairDivergence(tx: Db, { invariant, ...of }: Divergence): Promise<boolean> {
  if (invariant === 'job-records') return true;
  if (invariant === 'job-spent') {
    const updated = await tx
      .updateTable('jobs')
      .set({ spent_cents: of.expectedCents })
      .where('id', '=', of.jobId)
      .where('spent_cents', '=', of.foundCents)
      .where(sql<boolean>`reserved_cents + ${of.expectedCents} <= cap_cents`)
      .executeTakeFirst();
    return updated.numUpdatedRows === 1n;
  }
  const column = invariant === 'user-spent' ? 'spent_cents' : 'reserved_cents';
  const updated = await tx
    .updateTable('user_costs')
    .set({ [column]: of.expectedCents })
    .where('tenant_id', '=', of.tenantId)
    .where('user_id', '=', of.userId)
    .where(column, '=', String(of.foundCents))
    .where(
      sql<boolean>`(budget_cents is null
        or reserved_cents + spent_cents + ${of.expectedCents}::bigint - ${of.foundCents}::bigint <= budget_cents)`,
    )
    .executeTakeFirst();
  return updated.numUpdatedRows === 1n;
}

/** Writes down a divergence and whether it was repaired; false where one that stays open is written down already. */
export async function insertAdjustment(
  tx: Db,
  row: Divergence & { id: string; repaired: boolean },
): Promise<boolean> {
  const inserted = await tx
    .insertInto('cost_adjustments')
    .values({
      id: row.id,
      tenant_id: row.tenantId,
      user_id: row.userId,
      job_id: row.jobId,
      invariant: row.invariant,
      found_cents: row.foundCents,
      expected_cents: row.expectedCents,
      repaired: row.repaired,
    })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  return inserted.numInsertedOrUpdatedRows === 1n;
}

/** 'LEDC' as a number: one reconciliation at a time. */
const reconciliationLock = 0x4c454443;

/** Holds the reconciliation until the transaction ends; false where another one is under way. */
export async function tryReconciliationLock(tx: Db): Promise<boolean> {
  const { rows } = await sql<{ held: boolean }>`
    select pg_try_advisory_xact_lock(${reconciliationLock}) as held`.execute(tx);
  return rows[0]?.held === true;
}
