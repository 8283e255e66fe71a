import { type Kysely, sql } from 'kysely';

/** What a job yields: its schedules and the files made of them. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table job_schedules (
      id uuid primary key,
      job_id uuid not null references jobs (id),
      tenant_id text not null,
      ordinal integer not null check (ordinal > 0),
      kind text not null,
      name text not null,
      confidence double precision not null check (confidence between 0 and 1),
      row_count integer not null check (row_count >= 0),
      col_count integer not null check (col_count >= 0),
      pages integer[] not null,
      proof jsonb not null,
      body jsonb not null,
      revision integer not null default 1,
      created_at timestamptz not null default now(),
      unique (job_id, ordinal)
    )`.execute(db);
  await sql`
    create table exports (
      id uuid primary key,
      job_id uuid not null references jobs (id),
      tenant_id text not null,
      user_id text not null,
      run integer not null,
      format text not null check (format in ('xlsx', 'csv', 'json')),
      status text not null check (status in ('QUEUED', 'COMPLETED', 'FAILED')),
      schedule_ids uuid[] not null,
      object_key text,
      content_type text,
      bytes integer,
      sha256 bytea,
      error_code text,
      created_at timestamptz not null default now(),
      finished_at timestamptz,
      check ((status = 'COMPLETED') = (object_key is not null))
    )`.execute(db);
  await sql`create index exports_job on exports (job_id)`.execute(db);
}
