import { type Kysely, sql } from 'kysely';

/**
 * When the sweep last rang for an export that waits: a hundred that nothing helps must not hold the others. The index has
 * only those that wait, which are few.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table exports add column rung_at timestamptz`.execute(db);
  await sql`create index exports_waiting on exports (created_at) where status = 'QUEUED'`.execute(db);
}
