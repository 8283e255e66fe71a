import { type Kysely, sql } from 'kysely';

/**
 * What was answered to requests with an Idempotency-Key, written in the transaction of the effect. Of key and body it has
 * the digests only. It goes with the job, with the user, and after a day.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table kept_answers (
      tenant_id text not null,
      user_id text not null,
      key_sha256 bytea not null check (octet_length(key_sha256) = 32),
      body_sha256 bytea not null check (octet_length(body_sha256) = 32),
      job_id uuid not null references jobs (id),
      -- A refusal has no effect and is not kept.
      status integer not null check (status between 200 and 299),
      body text not null,
      created_at timestamptz not null default now(),
      primary key (tenant_id, user_id, key_sha256)
    )`.execute(db);
  await sql`create index kept_answers_job on kept_answers (job_id)`.execute(db);
  await sql`create index kept_answers_old on kept_answers (created_at)`.execute(db);
}
