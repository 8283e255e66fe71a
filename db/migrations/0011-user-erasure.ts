import { type Kysely, sql } from 'kysely';

/** Erasing a user: its manifest, sums that outlive their user, and rows that can do without one. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await addErasures(db);
  await keepSums(db);
  await letUsersGo(db);
  await leavePersonsOut(db);
  // Held jobs are left out, so that they do not pile up before those that may go.
  await sql`
    create index jobs_expiring on jobs (finished_at)
      where status in ('COMPLETED', 'FAILED', 'CANCELLED') and not legal_hold`.execute(db);
}

/**
 * A completed one names nobody: held by a CHECK. Its witnesses are ids of rows from which the user was taken (keys, a
 * job, an event): only in a database where the user has come back from a backup do they lead to somebody.
 */
async function addErasures(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table user_erasures (
      id uuid primary key,
      tenant_id text not null,
      user_id text,
      status text not null check (status in ('PENDING', 'DELETING', 'COMPLETED')),
      witnesses jsonb not null,
      jobs integer not null default 0 check (jobs >= 0),
      attempts integer not null default 0 check (attempts >= 0),
      next_attempt_at timestamptz not null default now(),
      requested_at timestamptz not null default now(),
      keys_revoked_at timestamptz,
      completed_at timestamptz,
      constraint user_erasures_completed check ((status = 'COMPLETED') = (completed_at is not null)),
      constraint user_erasures_forgets check ((status = 'COMPLETED') = (user_id is null))
    )`.execute(db);
  await sql`
    create unique index user_erasures_one_open on user_erasures (tenant_id, user_id) where user_id is not null`.execute(
    db,
  );
  await sql`create index user_erasures_due on user_erasures (next_attempt_at) where completed_at is null`.execute(
    db,
  );
  await sql`create index user_erasures_tenant on user_erasures (tenant_id, completed_at)`.execute(db);
}

/** What the jobs of erased users have cost: a tenant's total is the same before and after. */
async function keepSums(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table erased_costs (
      tenant_id text primary key,
      cents bigint not null default 0 check (cents >= 0),
      pages integer not null default 0 check (pages >= 0),
      jobs integer not null default 0 check (jobs >= 0)
    )`.execute(db);
}

/** An export may be of another user's job, and a deletion may have been asked for by the system or by one who is gone. */
async function letUsersGo(db: Kysely<unknown>): Promise<void> {
  await sql`alter table exports alter column user_id drop not null`.execute(db);
  await sql`
    alter table api_keys alter column user_id drop not null,
      add constraint api_keys_of_nobody check (user_id is not null or revoked_at is not null)`.execute(db);
  await sql`create index api_keys_user on api_keys (tenant_id, user_id)`.execute(db);
  await sql`
    alter table deletion_manifests drop constraint deletion_manifests_forgets,
      add constraint deletion_manifests_forgets check (status <> 'COMPLETED' or user_id is null)`.execute(db);
}

/**
 * Whether an event has to be written without its person: the user's keys are revoked and the erasure is under way, or it
 * happened before an erasure in this tenant was complete (clocks may be apart), and nobody knows its user any more.
 */
async function leavePersonsOut(db: Kysely<unknown>): Promise<void> {
  await sql`
    create function audit_person_gone(tenant text, person text, happened timestamptz) returns boolean
      language sql stable as $$
        select person is not null and exists (
          select from user_erasures e
           where e.tenant_id = tenant
             and (e.user_id = person and e.keys_revoked_at is not null
               or e.completed_at > happened - interval '10 minutes'
                 and not exists (select from api_keys k where k.tenant_id = tenant and k.user_id = person)
                 and not exists (select from user_costs c where c.tenant_id = tenant and c.user_id = person)))
      $$`.execute(db);
  // Refusals of a user's keys name the key alone.
  await sql`
    create index audit_events_refused_key on audit_events (tenant_id, (metadata ->> 'keyId'))
      where event_type = 'AUTH_FAILED'`.execute(db);
}
