import { type Kysely, sql } from 'kysely';

/** Who is told of a job's end, and what has to be told: a row of the outbox is written with the change it tells of. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table webhook_endpoints (
      id uuid primary key,
      tenant_id text not null,
      url text not null,
      secret text not null,
      events text[] not null check (cardinality(events) > 0),
      created_at timestamptz not null default now()
    )`.execute(db);
  await sql`create index webhook_endpoints_tenant on webhook_endpoints (tenant_id, created_at)`.execute(db);
  await sql`
    create table webhook_deliveries (
      id uuid primary key,
      endpoint_id uuid not null references webhook_endpoints (id) on delete cascade,
      tenant_id text not null,
      job_id uuid references jobs (id),
      event_type text not null,
      body text not null,
      trace_id text not null,
      status text not null default 'PENDING' check (status in ('PENDING', 'DELIVERED', 'FAILED')),
      attempts integer not null default 0 check (attempts >= 0),
      leased_until timestamptz,
      ring_at timestamptz not null default now(),
      last_failure text,
      created_at timestamptz not null default now(),
      ended_at timestamptz,
      constraint webhook_deliveries_ended check ((status = 'PENDING') = (ended_at is null)),
      -- What outlives the job says nothing but that it is gone.
      constraint webhook_deliveries_of_job check ((job_id is null) = (event_type = 'job.deleted'))
    )`.execute(db);
  await sql`create index webhook_deliveries_due on webhook_deliveries (ring_at) where status = 'PENDING'`.execute(
    db,
  );
  await sql`create index webhook_deliveries_job on webhook_deliveries (job_id)`.execute(db);
  await sql`create index webhook_deliveries_endpoint on webhook_deliveries (endpoint_id, status)`.execute(db);
  await sql`create index webhook_deliveries_over on webhook_deliveries (ended_at) where ended_at is not null`.execute(
    db,
  );
}
