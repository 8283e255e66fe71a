import { sql } from 'kysely';
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
  await sql`
    with arriving as (
      select * from unnest(
        ${column('id')}::uuid[], ${column('tenant_id')}::text[], ${column('job_id')}::uuid[],
        ${column('event_type')}::text[], ${column('user_id')}::text[], ${column('ip_address')}::text[],
        ${column('trace_id')}::text[], ${column('idempotency_key')}::bytea[], ${column('metadata')}::text[],
        ${column('occurred_at')}::timestamptz[], ${column('salt')}::bytea[], ${column('commitment')}::bytea[])
      as event (id, tenant_id, job_id, event_type, user_id, ip_address, trace_id, idempotency_key, metadata,
                occurred_at, salt, commitment)
    ), living as (
      select id from jobs where id = any(${jobsOf(rows)}::uuid[]) for key share
    ), persons as materialized (
      -- Asked once for each person, as of the oldest event: a batch has few of them.
      select tenant_id, user_id, audit_person_gone(tenant_id, user_id, min(occurred_at)) as gone
        from arriving where user_id is not null group by tenant_id, user_id
    )
    insert into audit_events (id, tenant_id, job_id, event_type, user_id, ip_address, trace_id, idempotency_key,
                              metadata, occurred_at, created_at, salt, commitment)
    select event.id, event.tenant_id, job_id, event_type, case when known then event.user_id end,
           case when known then ip_address end, trace_id, idempotency_key, metadata::jsonb, occurred_at,
           -- To the millisecond, as cursors and the chain have it.
           date_trunc('milliseconds', clock_timestamp()), case when known then salt end, commitment
      from arriving event
      left join living on living.id = event.job_id
      left join persons on persons.tenant_id = event.tenant_id and persons.user_id = event.user_id
     cross join lateral (
       select (event.job_id is null or living.id is not null)
          and persons.gone is not true
          -- The address behind a key whose user is erased.
          and not (event.event_type = 'AUTH_FAILED' and exists (
            select from api_keys k where k.id = event.metadata::jsonb ->> 'keyId' and k.user_id is null)) as known) person
     -- One order for all writers: two that bring the same events must not wait for each other.
     order by idempotency_key
        on conflict (idempotency_key) do nothing`.execute(db);
}

function jobsOf(rows: readonly NewAuditRow[]): string[] {
  return [...new Set(rows.flatMap((row) => row.job_id ?? []))];
}
