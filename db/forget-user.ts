import { sql } from 'kysely';
import type { Db, Tx } from './client.ts';
import type { UserErasureRow, UserOfTenant } from './user-erasures.ts';

/** Bars the user's keys, whose rows stay, because the trail names them; tokens are for the identity provider to end. */
export async function revokeKeys(tx: Tx, id: string, user: UserOfTenant): Promise<void> {
  await sql`
    update api_keys set revoked_at = coalesce(revoked_at, now())
     where tenant_id = ${user.tenantId} and user_id = ${user.userId}`.execute(tx);
  await sql`
    update user_erasures set keys_revoked_at = coalesce(keys_revoked_at, clock_timestamp()) where id = ${id}`.execute(
    tx,
  );
}

/**
 * Whether nothing of the user can be under way any more: the keys were revoked so many seconds ago, and no transaction
 * that may have begun before is open: ours all have the role of DATABASE_URL, whose transactions it may see. What begins
 * later sees that they are.
 */
export async function isQuiet(db: Db, id: string, seconds: number): Promise<boolean> {
  const { rows } = await sql<{ quiet: boolean }>`
    select keys_revoked_at <= now() - make_interval(secs => ${seconds}::int)
       and not exists (select from pg_stat_activity a
                        where a.datname = current_database() and a.backend_type = 'client backend'
                          and a.pid <> pg_backend_pid()
                          and a.xact_start <= e.keys_revoked_at) as quiet
      from user_erasures e where id = ${id}`.execute(db);
  return rows[0]?.quiet === true;
}

export interface UserSums {
  spentCents: number;
  rolledUpCents: number;
}

/**
 * Moves a user's sums to those of the tenant's erased users; undefined where there are none. Without jobs what was spent
 * is what was rolled up; where it is not, the caller tells of it.
 */
export async function moveUserCosts(tx: Tx, user: UserOfTenant): Promise<UserSums | undefined> {
  const { rows } = await sql<UserSums>`
    with gone as (
      delete from user_costs where tenant_id = ${user.tenantId} and user_id = ${user.userId} returning *
    ), kept as (
      insert into erased_costs as e (tenant_id, cents, pages, jobs)
      select tenant_id, rolled_up_cents, rolled_up_pages, rolled_up_jobs from gone
      on conflict (tenant_id) do update
         set cents = e.cents + excluded.cents, pages = e.pages + excluded.pages, jobs = e.jobs + excluded.jobs
    )
    select spent_cents::float8 as "spentCents", rolled_up_cents::float8 as "rolledUpCents" from gone`.execute(
    tx,
  );
  // After the sums: a reconciliation that is at work on them is waited for.
  await sql`
    delete from cost_adjustments where tenant_id = ${user.tenantId} and user_id = ${user.userId}`.execute(tx);
  return rows[0];
}

/** Takes the user out of what belongs to others: exports and edits of their jobs, deletions that go on, answers that were kept. */
export async function leaveOthersRows(tx: Tx, { tenantId, userId }: UserOfTenant): Promise<void> {
  // Jobs before manifests, in the order in which an erasure takes them.
  await sql`
    update jobs set deletion_manifest = jsonb_set(deletion_manifest, '{userId}', 'null')
     where tenant_id = ${tenantId} and deletion_manifest ->> 'userId' = ${userId}`.execute(tx);
  // Behind those locks, and before the manifests forget it: what others were answered names who had asked for a deletion.
  await sql`
    delete from kept_answers
     where tenant_id = ${tenantId}
       and (user_id = ${userId}
         or status <> 201 and job_id in (select job_id from deletion_manifests where tenant_id = ${tenantId} and user_id = ${userId}))`.execute(
    tx,
  );
  await sql`
    update deletion_manifests set user_id = null where tenant_id = ${tenantId} and user_id = ${userId}`.execute(
    tx,
  );
  await sql`update exports set user_id = null where tenant_id = ${tenantId} and user_id = ${userId}`.execute(
    tx,
  );
  await sql`
    update schedule_edits set user_id = null where tenant_id = ${tenantId} and user_id = ${userId}`.execute(
    tx,
  );
}

/** Takes the user out of the keys; answers how many there were. After forgetUser, which finds refusals by them. */
export async function leaveKeys(tx: Tx, { tenantId, userId }: UserOfTenant): Promise<number> {
  const updated = await tx
    .updateTable('api_keys')
    .set({ user_id: null, name: null, revoked_at: sql`coalesce(revoked_at, now())` })
    .where('tenant_id', '=', tenantId)
    .where('user_id', '=', userId)
    .executeTakeFirst();
  return Number(updated.numUpdatedRows);
}

/** Completes an erasure, and forgets whose it was; undefined where it was complete already. */
export async function completeUserErasure(tx: Tx, id: string): Promise<UserErasureRow | undefined> {
  return tx
    .updateTable('user_erasures')
    .set({ status: 'COMPLETED', user_id: null, completed_at: sql`clock_timestamp()` })
    .where('id', '=', id)
    .where('status', '<>', 'COMPLETED')
    .returningAll()
    .executeTakeFirst();
}
