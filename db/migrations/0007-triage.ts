import { type Kysely, sql } from 'kysely';

/** What kind of page each page is. Null where it could not be looked at. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    alter table pages add column triage text
      check (triage in ('text-layer', 'image', 'mixed', 'garbage', 'blank'))`.execute(db);
  // Of pages stored before it is not known whether a text layer was garbage; a text layer that failed was never seen.
  await sql`
    update pages set triage = case source when 'ocr' then 'image' else source end
     where source = 'ocr' or status = 'DONE'`.execute(db);
}
