import { type Kysely, sql } from 'kysely';

/** What a job may become, who hears that it has to stop, and a ledger that adds itself up: held by the database. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await addColumns(db);
  await holdTransitions(db);
  await holdDeletion(db);
  await tellOfStops(db);
  await sumUsers(db);
  await keepCharges(db);
  await addAdjustments(db);
}

async function addColumns(db: Kysely<unknown>): Promise<void> {
  await sql`
    alter table jobs
      add column pages_skipped integer not null default 0 check (pages_skipped >= 0),
      add column skip_code text,
      add column quoted_at timestamptz,
      add column rings integer not null default 0 check (rings >= 0),
      add column costs_rolled_up boolean not null default false,
      add constraint jobs_skipped_has_reason check (pages_skipped = 0 or skip_code is not null)`.execute(db);
  await sql`create index jobs_finished on jobs (finished_at)`.execute(db);
  await sql`create index jobs_user on jobs (tenant_id, user_id)`.execute(db);
  await sql`alter table pages drop constraint pages_status_check`.execute(db);
  await sql`
    alter table pages
      add constraint pages_status_check check (status in ('DONE', 'FAILED', 'SKIPPED')),
      add constraint pages_skipped_has_reason check (status <> 'SKIPPED' or error_code is not null)`.execute(
    db,
  );
  // Pages beyond the cap were called failed before they were called what they are.
  await sql`update pages set status = 'SKIPPED' where status = 'FAILED' and error_code = 'job-cost-cap'`.execute(
    db,
  );
  await sql`
    update jobs set pages_skipped = skipped.n, pages_failed = pages_failed - skipped.n, skip_code = 'job-cost-cap'
      from (select job_id, count(*)::int as n from pages where status = 'SKIPPED' group by job_id) skipped
     where skipped.job_id = jobs.id`.execute(db);
}

/** The state machine. A retry is the one way out of an end: back to QUEUED, in the next run. */
async function holdTransitions(db: Kysely<unknown>): Promise<void> {
  await sql`
    create function jobs_hold_transition() returns trigger language plpgsql as $$
    begin
      if tg_op = 'INSERT' then
        if new.status = 'AWAITING_UPLOAD' and new.run = 1 then return new; end if;
      elsif (case old.status
          when 'AWAITING_UPLOAD' then new.status in ('QUEUED', 'CANCELLED', 'DELETING')
          when 'QUEUED' then new.status in ('PROCESSING', 'FAILED', 'CANCELLED', 'DELETING')
          when 'PROCESSING' then new.status in ('COMPLETED', 'FAILED', 'CANCELLED', 'DELETING')
          when 'DELETING' then false
          else new.status in ('QUEUED', 'DELETING') end or new.status = old.status)
        -- A new run begins with a retry or a deletion, and with nothing else.
        and new.run = old.run + (case when new.status <> old.status and (new.status = 'DELETING'
          or (new.status = 'QUEUED' and old.status <> 'AWAITING_UPLOAD')) then 1 else 0 end)
      then return new; end if;
      raise exception using errcode = 'check_violation', constraint = 'jobs_transition', table = 'jobs', message =
        format('a job does not go from %s (run %s) to %s (run %s)', old.status, old.run, new.status, new.run);
    end $$`.execute(db);
  await sql`
    create trigger jobs_hold_transition before insert or update of status, run on jobs
      for each row execute function jobs_hold_transition()`.execute(db);
}

/** A row goes last: its costs are rolled up, and a manifest (the tombstone) stays behind. */
async function holdDeletion(db: Kysely<unknown>): Promise<void> {
  await sql`
    create function jobs_hold_deletion() returns trigger language plpgsql as $$
    begin
      if old.status = 'DELETING' and old.costs_rolled_up
        and exists (select from deletion_manifests where job_id = old.id) then return old; end if;
      raise exception using errcode = 'check_violation', constraint = 'jobs_deletion', table = 'jobs',
        message = 'a job is erased only through DELETING, with a manifest, after its costs were rolled up';
    end $$`.execute(db);
  await sql`
    create trigger jobs_hold_deletion before delete on jobs
      for each row execute function jobs_hold_deletion()`.execute(db);
}

/** Whoever works on a run hears when it is over. It only makes the answer of the rows fast: see db/listen-for-stops.ts. */
async function tellOfStops(db: Kysely<unknown>): Promise<void> {
  await sql`
    create function jobs_tell_stop() returns trigger language plpgsql as $$
    begin
      perform pg_notify('ledgerlift_stop', new.id::text);
      return null;
    end $$`.execute(db);
  await sql`
    create trigger jobs_tell_stop after update of cancellation_requested, run, status on jobs for each row
      when (new.cancellation_requested and not old.cancellation_requested or new.run <> old.run
        or new.status = 'FAILED' and old.status = 'PROCESSING')
      execute function jobs_tell_stop()`.execute(db);
}

/** What a user's jobs have reserved and spent moves with the jobs' own counters, whoever changes them. */
async function sumUsers(db: Kysely<unknown>): Promise<void> {
  await sql`
    alter table user_costs
      add column budget_cents bigint check (budget_cents >= 0),
      add column reserved_cents bigint not null default 0 check (reserved_cents >= 0),
      add column spent_cents bigint not null default 0 check (spent_cents >= 0)`.execute(db);
  await sql`
    insert into user_costs (tenant_id, user_id, reserved_cents, spent_cents)
    select tenant_id, user_id, sum(reserved_cents), sum(spent_cents) from jobs group by tenant_id, user_id
    on conflict (tenant_id, user_id) do update
       set reserved_cents = excluded.reserved_cents, spent_cents = excluded.spent_cents`.execute(db);
  await sql`update user_costs set spent_cents = spent_cents + rolled_up_cents`.execute(db);
  await sql`
    alter table user_costs add constraint user_costs_within_budget
      check (reserved_cents + spent_cents <= budget_cents)`.execute(db);
  await sql`
    create function jobs_sum_user() returns trigger language plpgsql as $$
    begin
      if tg_op = 'INSERT' then
        insert into user_costs (tenant_id, user_id) values (new.tenant_id, new.user_id) on conflict do nothing;
      else
        update user_costs
           set reserved_cents = reserved_cents + new.reserved_cents - old.reserved_cents,
               spent_cents = spent_cents + new.spent_cents - old.spent_cents
         where tenant_id = new.tenant_id and user_id = new.user_id;
      end if;
      return null;
    end $$`.execute(db);
  await sql`
    create trigger jobs_open_user after insert on jobs for each row execute function jobs_sum_user()`.execute(
    db,
  );
  await sql`
    create trigger jobs_sum_user after update of reserved_cents, spent_cents on jobs for each row
      when (new.reserved_cents <> old.reserved_cents or new.spent_cents <> old.spent_cents)
      execute function jobs_sum_user()`.execute(db);
}

/** A charge stands as it was written, for as long as its job does: a page is charged at most once ever. */
async function keepCharges(db: Kysely<unknown>): Promise<void> {
  await sql`
    create function charges_stand() returns trigger language plpgsql as $$
    begin
      if tg_op = 'DELETE' and exists (select from jobs where id = old.job_id and costs_rolled_up) then
        return old;
      end if;
      raise exception using errcode = 'check_violation', constraint = 'page_charges_stand', table = 'page_charges',
        message = 'a charge is neither changed nor deleted before its job''s costs were rolled up';
    end $$`.execute(db);
  await sql`
    create trigger charges_stand before update or delete on page_charges
      for each row execute function charges_stand()`.execute(db);
}

/** What a reconciliation found apart and what it did about it. It outlives the job, as the sums of its user do. */
async function addAdjustments(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table cost_adjustments (
      id uuid primary key,
      tenant_id text not null,
      user_id text not null,
      job_id uuid,
      invariant text not null,
      found_cents bigint not null,
      expected_cents bigint not null,
      repaired boolean not null,
      created_at timestamptz not null default now(),
      check (found_cents <> expected_cents)
    )`.execute(db);
  await sql`create index cost_adjustments_job on cost_adjustments (job_id)`.execute(db);
  // What cannot be repaired is told once, not at every sweep.
  await sql`
    create unique index cost_adjustments_open on cost_adjustments
      (tenant_id, user_id, coalesce(job_id, '00000000-0000-0000-0000-000000000000'), invariant, found_cents, expected_cents)
      where not repaired`.execute(db);
}
