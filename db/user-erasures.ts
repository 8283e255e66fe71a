import { type Insertable, type Selectable, sql } from 'kysely';
import type { Db, Tx } from './client.ts';
import type { JobRow } from './jobs.ts';
import type { UserErasuresTable } from './user-erasure-tables.ts';

export type UserErasureRow = Selectable<UserErasuresTable>;

export interface UserOfTenant {
  tenantId: string;
  userId: string;
}

/**
 * Rows by which a user is found in a database that came back from a backup: all keys, the oldest job, the oldest event.
 * Events are never deleted, so that a backup in which the user has done anything holds the oldest one, or those of jobs
 * that have tombstones of their own.
 */
export interface Witnesses {
  keys: string[];
  jobs: string[];
  events: string[];
}

/** Whether anything in this tenant names the user. */
export async function isKnownUser(db: Db, { tenantId, userId }: UserOfTenant): Promise<boolean> {
  const { rows } = await sql<{ known: boolean }>`
    select exists (select from api_keys where tenant_id = ${tenantId} and user_id = ${userId})
        or exists (select from jobs where tenant_id = ${tenantId} and user_id = ${userId})
        or exists (select from user_costs where tenant_id = ${tenantId} and user_id = ${userId})
        or exists (select from audit_events where tenant_id = ${tenantId} and user_id = ${userId})
        or exists (select from user_erasures where tenant_id = ${tenantId} and user_id = ${userId}) as known`.execute(
    db,
  );
  return rows[0]?.known === true;
}

export async function findWitnesses(db: Db, { tenantId, userId }: UserOfTenant): Promise<Witnesses> {
  const { rows } = await sql<Witnesses>`
    select array(select id from api_keys where tenant_id = ${tenantId} and user_id = ${userId} order by id) as keys,
           array(select id::text from jobs where tenant_id = ${tenantId} and user_id = ${userId}
                  order by id limit 1) as jobs,
           array(select id::text from audit_events where tenant_id = ${tenantId} and user_id = ${userId}
                  order by created_at limit 1) as events`.execute(db);
  return rows[0] ?? { keys: [], jobs: [], events: [] };
}

/** Whom the witnesses of an erasure name in this database; undefined where they name nobody, as they should. */
export async function findWitnessed(
  db: Db,
  { tenantId, witnesses }: { tenantId: string; witnesses: Witnesses },
): Promise<string | undefined> {
  const { rows } = await sql<{ user_id: string }>`
    select user_id from api_keys where tenant_id = ${tenantId} and id = any(${witnesses.keys}::text[])
       and user_id is not null
    union select user_id from jobs where tenant_id = ${tenantId} and id = any(${witnesses.jobs}::uuid[])
    union select user_id from audit_events where tenant_id = ${tenantId} and id = any(${witnesses.events}::uuid[])
       and user_id is not null
    limit 1`.execute(db);
  return rows[0]?.user_id;
}

/** Undefined where the user's erasure is under way already. */
export async function insertUserErasure(
  tx: Db,
  row: Insertable<UserErasuresTable>,
): Promise<UserErasureRow | undefined> {
  return tx
    .insertInto('user_erasures')
    .values(row)
    .onConflict((conflict) => conflict.doNothing())
    .returningAll()
    .executeTakeFirst();
}

/** The erasure of a user that is under way. */
export async function findOpenErasure(
  db: Db,
  { tenantId, userId }: UserOfTenant,
): Promise<UserErasureRow | undefined> {
  return db
    .selectFrom('user_erasures')
    .selectAll()
    .where('tenant_id', '=', tenantId)
    .where('user_id', '=', userId)
    .executeTakeFirst();
}

/** Begins a completed erasure anew, because its user has come back; false where it is under way already. */
export async function reopenErasure(tx: Db, id: string, userId: string): Promise<boolean> {
  const updated = await tx
    .updateTable('user_erasures')
    .set({
      status: 'PENDING',
      user_id: userId,
      completed_at: null,
      keys_revoked_at: null,
      next_attempt_at: sql`now()`,
    })
    .where('id', '=', id)
    .where('status', '=', 'COMPLETED')
    .executeTakeFirst();
  return updated.numUpdatedRows === 1n;
}

/** Begins an attempt; undefined for an erasure that is complete. */
export async function beginErasing(
  db: Db,
  { id, intervalSeconds }: { id: string; intervalSeconds: number },
): Promise<(UserErasureRow & { user_id: string }) | undefined> {
  const row = await db
    .updateTable('user_erasures')
    .set({ status: 'DELETING', attempts: sql`attempts + 1`, next_attempt_at: after(intervalSeconds) })
    .where('id', '=', id)
    .where('status', '<>', 'COMPLETED')
    .returningAll()
    .executeTakeFirst();
  return row?.user_id == null ? undefined : { ...row, user_id: row.user_id };
}

/** Takes erasures whose time has come, for an interval, so that two sweeps never have the same one. Bounded. */
export async function takeDueErasures(db: Db, intervalSeconds: number): Promise<UserErasureRow[]> {
  return db
    .updateTable('user_erasures')
    .set({ next_attempt_at: after(intervalSeconds) })
    .where('id', 'in', (eb) =>
      eb
        .selectFrom('user_erasures')
        .select('id')
        .where('completed_at', 'is', null)
        .where('next_attempt_at', '<=', sql<Date>`now()`)
        .orderBy('next_attempt_at')
        .limit(10)
        .forUpdate()
        .skipLocked(),
    )
    .returningAll()
    .execute();
}

/** Constant: what it waits for are deletions of jobs, and they have growing intervals of their own. */
const after = (seconds: number) => sql<Date>`now() + make_interval(secs => ${seconds}::int)`;

/** Jobs of a user that may be deleted and are not yet. */
export async function listErasableJobs(db: Db, user: UserOfTenant, limit: number): Promise<JobRow[]> {
  return db
    .selectFrom('jobs')
    .selectAll()
    .where('tenant_id', '=', user.tenantId)
    .where('user_id', '=', user.userId)
    .where('status', '<>', 'DELETING')
    .where('legal_hold', '=', false)
    .limit(limit)
    .execute();
}

/** Jobs of a user that have to be kept. */
export async function listHeldJobs(db: Db, user: UserOfTenant): Promise<JobRow[]> {
  return db
    .selectFrom('jobs')
    .selectAll()
    .where('tenant_id', '=', user.tenantId)
    .where('user_id', '=', user.userId)
    .where('legal_hold', '=', true)
    .orderBy('id')
    .execute();
}

export async function countJobsOfUser(db: Db, user: UserOfTenant): Promise<number> {
  const row = await db
    .selectFrom('jobs')
    .select(sql<number>`count(*)::int`.as('jobs'))
    .where('tenant_id', '=', user.tenantId)
    .where('user_id', '=', user.userId)
    .executeTakeFirstOrThrow();
  return row.jobs;
}

export async function countErasedJob(tx: Tx, id: string): Promise<void> {
  await tx
    .updateTable('user_erasures')
    .set({ jobs: sql`jobs + 1` })
    .where('id', '=', id)
    .execute();
}
