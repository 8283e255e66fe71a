import { type Kysely, sql } from 'kysely';

/** The searchable PDF as a format of exports, and why an export failed in words. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table exports drop constraint exports_format_check`.execute(db);
  await sql`
    alter table exports add constraint exports_format_check check (format in ('xlsx', 'csv', 'json', 'pdf'))`.execute(
    db,
  );
  await sql`alter table exports add column error_detail text`.execute(db);
}
