import { type RawBuilder, sql } from 'kysely';
import type { Db } from './client.ts';

export interface CheckedInvariant {
  /** A sentence that holds always. */
  says: string;
  violations: number;
}

/**
 * Counts the violations of every rule of the ledger over the whole database. Each is looked at in one statement, which
 * sees one state, so that work under way is no violation. Some are constraints as well: a dump that was loaded without
 * them, or a hand in the tables, is found here.
 */
export async function checkInvariants(db: Db): Promise<CheckedInvariant[]> {
  const checked: CheckedInvariant[] = [];
  for (const [says, rows] of Object.entries(invariants)) {
    const { rows: counted } = await sql<{
      n: number;
    }>`select count(*)::int as n from (${rows}) violating`.execute(db);
    checked.push({ says, violations: counted[0]?.n ?? 0 });
  }
  return checked;
}

const ended = sql`('COMPLETED', 'FAILED', 'CANCELLED')`;

/** Each with the rows that break it. */
const invariants: Record<string, RawBuilder<unknown>> = {
  'a job has reserved and spent no more than its cap': sql`
    select from jobs where reserved_cents + spent_cents > cap_cents`,
  'a user has reserved and spent no more than the budget': sql`
    select from user_costs where reserved_cents + spent_cents > budget_cents`,
  'a job has spent what its pages were charged': sql`
    select from jobs j where spent_cents <>
      (select coalesce(sum(cost_cents), 0) from page_charges c where c.job_id = j.id)`,
  'a job that ended holds no reservation': sql`
    select from jobs where status in ${ended} and reserved_cents <> 0`,
  'settled records (and their adjustments) say what a job has spent': sql`
    select from jobs j
     where status in ${ended}
       and not exists (select from cost_records r where r.job_id = j.id and r.status = 'PENDING')
       and spent_cents <> (select coalesce(sum(cost_cents), 0) from cost_records r where r.job_id = j.id)
         + (select coalesce(sum(expected_cents - found_cents), 0) from cost_adjustments a
             where a.job_id = j.id and a.invariant = 'job-records' and a.repaired)`,
  'a user has reserved what the jobs have': sql`
    select from user_costs u where reserved_cents <>
      (select coalesce(sum(reserved_cents), 0) from jobs j where j.tenant_id = u.tenant_id and j.user_id = u.user_id)`,
  'a user has spent what the jobs have, erased ones included': sql`
    select from user_costs u where spent_cents <> rolled_up_cents +
      (select coalesce(sum(spent_cents), 0) from jobs j where j.tenant_id = u.tenant_id and j.user_id = u.user_id)`,
  'a page is charged at most once': sql`
    select from page_charges group by job_id, page_no having count(*) > 1`,
  'a page has a charge where it is done, and only there': sql`
    select from pages p full join page_charges c on c.job_id = p.job_id and c.page_no = p.page_no
     where coalesce(p.status = 'DONE', false) <> (c.job_id is not null)`,
  'a job counts the pages it has': sql`
    select from jobs j
     where (pages_done, pages_failed, pages_skipped) is distinct from
       (select ((count(*) filter (where status = 'DONE'))::int, (count(*) filter (where status = 'FAILED'))::int,
                (count(*) filter (where status = 'SKIPPED'))::int) from pages p where p.job_id = j.id)`,
  'a job has at most one open record': sql`
    select from cost_records where status = 'PENDING' group by job_id having count(*) > 1`,
  'a record is open until it is completed, and a failed one costs nothing': sql`
    select from cost_records
     where (status = 'PENDING') <> (completed_at is null) or (status = 'FAILED' and (pages <> 0 or cost_cents <> 0))`,
  'no record is open an hour after its job ended': sql`
    select from cost_records r join jobs j on j.id = r.job_id
     where r.status = 'PENDING' and j.status in ${ended} and j.finished_at < now() - interval '1 hour'`,
  'what a reconciliation found apart is repaired': sql`
    select from cost_adjustments where not repaired`,
};
