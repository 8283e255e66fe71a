import { type RawBuilder, sql } from 'kysely';
import type { Db } from './client.ts';

/** Ages in seconds, 0 where nothing waits. */
export interface Lag {
  /** Of the deletion that is longest due. */
  deletion: number;
  /** Of the job that has been QUEUED longest. */
  queuedJob: number;
  /** Of the webhook that has longest been undelivered. */
  webhook: number;
}

/** One look at partial indexes of what waits. */
export async function measureLag(db: Db): Promise<Lag> {
  const { rows } = await sql<Lag>`
    select ${age(sql`select min(next_attempt_at) from deletion_manifests where sealed_at is null`)} as deletion,
           ${age(sql`select min(progress_at) from jobs where status = 'QUEUED'`)} as "queuedJob",
           ${age(sql`select min(created_at) from webhook_deliveries where status = 'PENDING'`)} as webhook`.execute(
    db,
  );
  return rows[0] ?? { deletion: 0, queuedJob: 0, webhook: 0 };
}

/** What is due only later, and nothing, are no age. */
function age(since: RawBuilder<unknown>): RawBuilder<number> {
  return sql`greatest(0, coalesce(extract(epoch from now() - (${since})), 0))::float8`;
}
