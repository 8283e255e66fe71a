import { type Kysely, sql } from 'kysely';

/** What a caller may choose for one job: which pages are read, and a cap of its own, which a retry keeps. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    alter table jobs
      add column page_selection text check (page_selection ~ '^[0-9]+(-[0-9]+)?(,[0-9]+(-[0-9]+)?)*$'),
      add column asked_cap_cents integer check (asked_cap_cents >= 0)`.execute(db);
}
