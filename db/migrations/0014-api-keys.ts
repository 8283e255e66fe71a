import { type Kysely, sql } from 'kysely';

/** What a person who looks after keys has to know of them: what each is for, and whether it is used. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    alter table api_keys
      add column name text check (length(name) between 1 and 100),
      add column last_used_at timestamptz`.execute(db);
  await sql`create index api_keys_tenant on api_keys (tenant_id, created_at, id)`.execute(db);
}
