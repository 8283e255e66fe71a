import { type Kysely, sql } from 'kysely';

/** The audit trail and the deletion manifests outlive their job, so neither refers to it by a foreign key. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table audit_events (
      id uuid primary key,
      tenant_id text not null,
      job_id uuid,
      event_type text not null,
      user_id text,
      ip_address text,
      trace_id text not null,
      idempotency_key bytea not null unique check (octet_length(idempotency_key) = 32),
      metadata jsonb not null default '{}',
      occurred_at timestamptz not null,
      created_at timestamptz not null default now()
    )`.execute(db);
  await sql`create index audit_events_job on audit_events (job_id, created_at, id)`.execute(db);
  await sql`create index audit_events_user on audit_events (tenant_id, user_id, created_at)`.execute(db);
  await sql`create index audit_events_trace on audit_events (trace_id)`.execute(db);
  await sql`create index audit_events_age on audit_events using brin (created_at)`.execute(db);
  await sql`
    create table deletion_manifests (
      id uuid primary key,
      job_id uuid not null unique,
      tenant_id text not null,
      user_id text not null,
      status text not null check (status in ('PENDING', 'DELETING', 'COMPLETED', 'FAILED')),
      artifacts jsonb not null,
      bucket text not null,
      object_prefix text not null,
      uploads_expire_at timestamptz not null,
      attempts integer not null default 0 check (attempts >= 0),
      next_attempt_at timestamptz not null default now(),
      objects_deleted integer not null default 0 check (objects_deleted >= 0),
      rows_deleted integer not null default 0 check (rows_deleted >= 0),
      error_code text,
      requested_at timestamptz not null default now(),
      completed_at timestamptz,
      check ((status = 'COMPLETED') = (completed_at is not null))
    )`.execute(db);
  await sql`
    create index deletion_manifests_due on deletion_manifests (next_attempt_at) where status <> 'COMPLETED'`.execute(
    db,
  );
  await sql`
    create table api_keys (
      id text primary key,
      tenant_id text not null,
      user_id text not null,
      secret_sha256 bytea not null check (octet_length(secret_sha256) = 32),
      scopes text[] not null,
      embedded boolean not null default false,
      created_at timestamptz not null default now(),
      expires_at timestamptz,
      revoked_at timestamptz
    )`.execute(db);
}
