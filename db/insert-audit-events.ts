import { type RawBuilder, sql } from 'kysely';
import type { NewAuditRow } from './audit.ts';
import type { Db } from './client.ts';

/**
 * Writes many events in one statement; those that are there already (same idempotency key) are left as they are.
 * An event may come later than the erasure of its job or its user: it is written without its personal part then. The key-share
 * lock on the job orders the two: an erasure under way is waited for, a later one finds these rows and clears them.
 * Callers hold no other lock.
 */
export async function insertAuditEvents(db: Db, rows: readonly NewAuditRow[]): Promise<void> {
  const column = <K extends keyof NewAuditRow>(name: K): NewAuditRow[K][] => rows.map((row) => row[name]);
  const doubts = doubtsOf(rows);
  const known = sql.join([sql`true`, ...doubts.map(({ known }) => known)], sql` and `);
  await sql`
    with arriving as (
      select * from unnest(
        ${column('id')}::uuid[], ${column('tenant_id')}::text[], ${column('job_id')}::uuid[],
        ${column('event_type')}::text[], ${column('user_id')}::text[], ${column('ip_address')}::text[],
        ${column('trace_id')}::text[], ${column('idempotency_key')}::bytea[], ${column('metadata')}::text[],
        ${column('occurred_at')}::timestamptz[], ${column('salt')}::bytea[], ${column('commitment')}::bytea[])
      as event (id, tenant_id, job_id, event_type, user_id, ip_address, trace_id, idempotency_key, metadata,
                occurred_at, salt, commitment)
    ) ${sql.join(
      doubts.map(({ asked }) => sql`, ${asked}`),
      sql` `,
    )}
    insert into audit_events (id, tenant_id, job_id, event_type, user_id, ip_address, trace_id, idempotency_key,
                              metadata, occurred_at, created_at, salt, commitment)
    select event.id, event.tenant_id, job_id, event_type, case when known then event.user_id end,
           case when known then ip_address end, trace_id, idempotency_key, metadata::jsonb, occurred_at,
           -- To the millisecond, as cursors and the chain have it.
           date_trunc('milliseconds', clock_timestamp()), case when known then salt end, commitment
      from arriving event
      ${sql.join(
        doubts.map(({ joined }) => joined),
        sql` `,
      )}
     cross join lateral (select ${known} as known) person
     -- One order for all writers: two that bring the same events must not wait for each other.
     order by idempotency_key
        on conflict (idempotency_key) do nothing`.execute(db);
}

/**
 * What may be gone of the events of a batch. Asked only of batches that have such events: each is planned anew with every
 * batch, which costs a small one as much as writing several of its rows.
 */
interface Doubt {
  asked: RawBuilder<unknown>;
  joined: RawBuilder<unknown>;
  known: RawBuilder<unknown>;
}

function doubtsOf(rows: readonly NewAuditRow[]): Doubt[] {
  return [
    ...(rows.some((row) => row.job_id !== null) ? [jobGone(rows)] : []),
    ...(rows.some((row) => row.user_id !== null) ? [personGone(rows)] : []),
    ...(rows.some((row) => row.event_type === 'AUTH_FAILED') ? [keyForgotten] : []),
  ];
}

function jobGone(rows: readonly NewAuditRow[]): Doubt {
  return {
    asked: sql`living as (select id from jobs where id = any(${jobsOf(rows)}::uuid[]) for key share)`,
    joined: sql`left join living on living.id = event.job_id`,
    known: sql`(event.job_id is null or living.id is not null)`,
  };
}

/**
 * Asked once for each person, as of the oldest event, and only in tenants with an erasure under way or one that ended after the
 * oldest of all: it must leave out no erasure that `audit_person_gone` looks at, the five seconds for clocks included.
 */
function personGone(rows: readonly NewAuditRow[]): Doubt {
  return {
    asked: sql`erasing as (
        select tenant_id from user_erasures
         where tenant_id = any(${tenantsOf(rows)}::text[])
           and (user_id is not null and keys_revoked_at is not null
             or completed_at > (select min(occurred_at) from arriving) - interval '5 seconds')
      ), persons as materialized (
        select tenant_id, user_id, audit_person_gone(tenant_id, user_id, min(occurred_at)) as gone
          from arriving where user_id is not null and tenant_id in (select tenant_id from erasing)
         group by tenant_id, user_id
      )`,
    joined: sql`left join persons on persons.tenant_id = event.tenant_id and persons.user_id = event.user_id`,
    known: sql`persons.gone is not true`,
  };
}

/** The address behind a key whose user is erased. */
const keyForgotten: Doubt = {
  asked: sql`forgotten as (
      select event.id from arriving event join api_keys k on k.id = event.metadata::jsonb ->> 'keyId'
       where event.event_type = 'AUTH_FAILED' and k.user_id is null
    )`,
  joined: sql`left join forgotten on forgotten.id = event.id`,
  known: sql`forgotten.id is null`,
};

function tenantsOf(rows: readonly NewAuditRow[]): string[] {
  return [...new Set(rows.map((row) => row.tenant_id))];
}

function jobsOf(rows: readonly NewAuditRow[]): string[] {
  return [...new Set(rows.flatMap((row) => row.job_id ?? []))];
}
