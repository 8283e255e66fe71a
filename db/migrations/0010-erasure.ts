import { type Kysely, sql } from 'kysely';

/** An erasure that can be proved: what its certificate says, who is forgotten with it, and what holds it up. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await certifyErasures(db);
  await forgetUsers(db);
  await holdJobs(db);
}

/**
 * An erasure is through once it is sealed: the prefix was looked at again, a day after its completion. Those completed
 * before are looked at once more too, and have no certificate.
 */
async function certifyErasures(db: Kysely<unknown>): Promise<void> {
  await sql`
    alter table deletion_manifests
      add column objects_pending integer not null default 0 check (objects_pending >= 0),
      add column seen_empty_at timestamptz,
      add column certificate jsonb,
      add column sealed_at timestamptz,
      add constraint deletion_manifests_certified check (certificate is null or seen_empty_at is not null),
      add constraint deletion_manifests_sealed check (sealed_at is null or completed_at is not null)`.execute(
    db,
  );
  await sql`
    update deletion_manifests set next_attempt_at = completed_at + interval '24 hours'
     where completed_at is not null`.execute(db);
  await sql`drop index deletion_manifests_due`.execute(db);
  await sql`
    create index deletion_manifests_due on deletion_manifests (next_attempt_at) where sealed_at is null`.execute(
    db,
  );
}

/** Who asked does not outlive the erasure, and neither does what a ledger that did not add up said of its job. */
async function forgetUsers(db: Kysely<unknown>): Promise<void> {
  await sql`alter table deletion_manifests alter column user_id drop not null`.execute(db);
  await sql`update deletion_manifests set user_id = null where status = 'COMPLETED'`.execute(db);
  await sql`
    alter table deletion_manifests add constraint deletion_manifests_forgets
      check ((status = 'COMPLETED') = (user_id is null))`.execute(db);
  await sql`
    delete from cost_adjustments where job_id is not null
       and not exists (select from jobs where jobs.id = cost_adjustments.job_id)`.execute(db);
  // Holds the job's row until its adjustments are gone.
  await sql`
    alter table cost_adjustments add constraint cost_adjustments_job_id_fkey
      foreign key (job_id) references jobs (id)`.execute(db);
}

async function holdJobs(db: Kysely<unknown>): Promise<void> {
  await sql`
    alter table jobs
      add column legal_hold boolean not null default false,
      add constraint jobs_held_stay check (not legal_hold or status <> 'DELETING')`.execute(db);
}
