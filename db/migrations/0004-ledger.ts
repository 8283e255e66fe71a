import { type Kysely, sql } from 'kysely';

/** Cost: integer cents; a page is charged at most once for the whole life of its job, whatever runs twice. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table page_charges (
      job_id uuid not null references jobs (id),
      page_no integer not null check (page_no > 0),
      tenant_id text not null,
      user_id text not null,
      run integer not null,
      kind text not null check (kind in ('ocr', 'text-layer', 'cache')),
      provider text not null,
      rate_cents integer not null check (rate_cents >= 0),
      cost_cents integer not null check (cost_cents >= 0),
      created_at timestamptz not null default now(),
      primary key (job_id, page_no)
    )`.execute(db);
  await sql`
    create table cost_records (
      id integer generated always as identity primary key,
      job_id uuid not null references jobs (id),
      tenant_id text not null,
      user_id text not null,
      run integer not null,
      provider text not null,
      pages integer not null default 0 check (pages >= 0),
      cost_cents integer not null default 0 check (cost_cents >= 0),
      status text not null check (status in ('PENDING', 'COMPLETED', 'FAILED')),
      created_at timestamptz not null default now(),
      completed_at timestamptz,
      constraint cost_records_pending_is_open check ((status = 'PENDING') = (completed_at is null)),
      constraint cost_records_failed_costs_nothing check (status <> 'FAILED' or (pages = 0 and cost_cents = 0)),
      unique (job_id, run)
    )`.execute(db);
  await sql`create unique index cost_records_one_pending on cost_records (job_id) where status = 'PENDING'`.execute(
    db,
  );
  await sql`create index cost_records_user on cost_records (tenant_id, user_id)`.execute(db);
  await sql`
    create table user_costs (
      tenant_id text not null,
      user_id text not null,
      rolled_up_cents bigint not null default 0 check (rolled_up_cents >= 0),
      rolled_up_pages integer not null default 0 check (rolled_up_pages >= 0),
      rolled_up_jobs integer not null default 0 check (rolled_up_jobs >= 0),
      primary key (tenant_id, user_id)
    )`.execute(db);
}
