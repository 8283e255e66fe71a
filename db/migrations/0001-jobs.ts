import { type Kysely, sql } from 'kysely';

/** Jobs. Columns of the seed keep their names: users know them. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table jobs (
      id uuid primary key,
      tenant_id text not null,
      user_id text not null,
      status text not null check (status in
        ('AWAITING_UPLOAD', 'QUEUED', 'PROCESSING', 'COMPLETED', 'FAILED', 'CANCELLED', 'DELETING')),
      filename text not null,
      bytes integer not null check (bytes > 0),
      sha256 bytea not null check (octet_length(sha256) = 32),
      content_type text not null,
      bucket text not null,
      source_key text not null,
      processed_key text,
      export_key text,
      upload_expires_at timestamptz not null,
      trace_id text not null,
      schema_version integer not null default 1,
      run integer not null default 1 check (run > 0),
      cancellation_requested boolean not null default false,
      selected_schedule_ids jsonb,
      deletion_manifest jsonb,
      audit_salt bytea not null check (octet_length(audit_salt) = 32),
      page_count integer check (page_count > 0),
      pages_to_read integer not null default 0 check (pages_to_read >= 0),
      pages_done integer not null default 0 check (pages_done >= 0),
      pages_failed integer not null default 0 check (pages_failed >= 0),
      cap_cents integer not null check (cap_cents >= 0),
      rate_cents integer not null default 0 check (rate_cents >= 0),
      quoted_cents integer not null default 0 check (quoted_cents >= 0),
      reserved_cents integer not null default 0 check (reserved_cents >= 0),
      spent_cents integer not null default 0 check (spent_cents >= 0),
      error_code text,
      error_detail text,
      created_at timestamptz not null default now(),
      started_at timestamptz,
      progress_at timestamptz not null default now(),
      rung_at timestamptz,
      finished_at timestamptz,
      constraint jobs_within_cap check (reserved_cents + spent_cents <= cap_cents),
      constraint jobs_terminal_reserves_nothing check
        (status in ('AWAITING_UPLOAD', 'QUEUED', 'PROCESSING', 'DELETING') or reserved_cents = 0)
    )`.execute(db);
  await sql`create index jobs_tenant_newest on jobs (tenant_id, created_at desc, id desc)`.execute(db);
  await sql`create index jobs_unfinished on jobs (progress_at) where status in ('QUEUED', 'PROCESSING')`.execute(
    db,
  );
}
