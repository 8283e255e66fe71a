import { type Insertable, type Selectable, sql } from 'kysely';
import type { Db } from './client.ts';
import type { AuditEventsTable } from './schema.ts';
import type { UserOfTenant } from './user-erasures.ts';

export type AuditRow = Selectable<AuditEventsTable>;
export type NewAuditRow = Required<Omit<Insertable<AuditEventsTable>, 'created_at' | 'seq' | 'hash'>>;

/**
 * Writes an event; one that is there already (same idempotency key) is left as it is. A request that had begun before its
 * user was erased is written without its personal part.
 */
export async function insertAuditEvent(tx: Db, row: NewAuditRow): Promise<void> {
  const { tenant_id: tenant, user_id: user, ip_address: ip, salt, occurred_at: at } = row;
  const ifKnown = <T>(value: T) => sql<T>`case when (select known from person) then ${value} end`;
  await tx
    // Asked once, and not for each of the three.
    .with('person', (query) =>
      query.selectNoFrom([sql<boolean>`not audit_person_gone(${tenant}, ${user}, ${at})`.as('known')]),
    )
    .insertInto('audit_events')
    // clock_timestamp order within a transaction: now() would give all its events one time.
    .values({
      ...row,
      user_id: ifKnown(user),
      ip_address: ifKnown(ip),
      salt: sql<Buffer | null>`case when (select known from person) then ${salt}::bytea end`,
      created_at: at,
    })
    .onConflict((conflict) => conflict.column('idempotency_key').doNothing())
    .execute();
}

export interface AuditFilter {
  eventTypes?: readonly string[] | undefined;
  from?: Date | undefined;
  /** Exclusive. */
  to?: Date | undefined;
}

export interface AuditPage extends AuditFilter {
  tenantId: string;
  jobId: string;
  limit: number;
  /** Events after this one; from the beginning where left out. */
  after?: { createdAt: Date; id: string } | undefined;
}

/** Oldest first, served by the index (job_id, created_at, id). */
export async function listAuditEvents(db: Db, page: AuditPage): Promise<AuditRow[]> {
  const { after, from, to, eventTypes } = page;
  let query = db
    .selectFrom('audit_events')
    .selectAll()
    .where('tenant_id', '=', page.tenantId)
    .where('job_id', '=', page.jobId);
  if (from !== undefined) query = query.where('created_at', '>=', from);
  if (to !== undefined) query = query.where('created_at', '<', to);
  if (eventTypes !== undefined) query = query.where('event_type', 'in', eventTypes);
  if (after !== undefined) {
    query = query.where((eb) =>
      eb(eb.refTuple('created_at', 'id'), '>', eb.tuple(after.createdAt, after.id)),
    );
  }
  return query.orderBy('created_at').orderBy('id').limit(page.limit).execute();
}

/**
 * Takes names, addresses and the salts of their commitments out of a job's trail; what happened and when stays, and
 * so does the chain, which holds the commitments only. Answers how many rows had a person, or could have had.
 */
export async function forgetPersons(db: Db, jobId: string): Promise<number> {
  const cleared = await db
    .updateTable('audit_events')
    .set({ user_id: null, ip_address: null, salt: null })
    .where('job_id', '=', jobId)
    .where('salt', 'is not', null)
    .executeTakeFirst();
  return Number(cleared.numUpdatedRows);
}

/**
 * The same for every event in which a user acts, on whichever job or on none, and for refusals of the user's keys;
 * `mostRows` at once. Answers how many were cleared.
 */
export async function forgetUser(
  db: Db,
  { tenantId, userId }: UserOfTenant,
  mostRows: number,
): Promise<number> {
  const cleared = await db
    .updateTable('audit_events')
    .set({ user_id: null, ip_address: null, salt: null })
    .where(
      'id',
      'in',
      sql<string>`(select id from audit_events where tenant_id = ${tenantId} and user_id = ${userId}
        union
        select e.id from audit_events e
          join api_keys k on k.tenant_id = ${tenantId} and k.user_id = ${userId} and k.id = e.metadata ->> 'keyId'
         where e.tenant_id = ${tenantId} and e.event_type = 'AUTH_FAILED' and e.salt is not null
        limit ${mostRows})`,
    )
    .executeTakeFirst();
  return Number(cleared.numUpdatedRows);
}
