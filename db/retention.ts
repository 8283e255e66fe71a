import { sql } from 'kysely';
import type { Db } from './client.ts';

/** Ids of jobs that ended more than so many days ago and need not be kept, oldest first; by the index jobs_expiring. */
export async function listExpiredJobs(db: Db, days: number, limit: number): Promise<string[]> {
  const rows = await db
    .selectFrom('jobs')
    .select('id')
    // Written out, so that the planner sees the index's condition.
    .where(sql<boolean>`status in ('COMPLETED', 'FAILED', 'CANCELLED') and not legal_hold`)
    .where('finished_at', '<', sql<Date>`now() - make_interval(days => ${days}::int)`)
    .orderBy('finished_at')
    .limit(limit)
    .execute();
  return rows.map(({ id }) => id);
}
