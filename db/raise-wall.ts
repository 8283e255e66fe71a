import { sql } from 'kysely';
import type { Db, Tx } from './client.ts';
import { mayNot } from './wall-stands.ts';

/**
 * Puts row-level security behind every query of a user: a role that sees and writes the rows of `app.tenant` alone, on
 * every table that names a tenant, those of later migrations too. What stands already is left alone. Without effect
 * where the database user may make no role or does not own the tables: `wallStands` tells.
 */
export async function raiseWall(db: Db): Promise<void> {
  try {
    await db.transaction().execute(makeRole);
    // One at a time: a table is locked while it is closed, and others may be at work on several.
    for (const table of await listBareTables(db))
      await db.transaction().execute(async (tx) => closeTable(tx, table));
  } catch (error) {
    if (!mayNot(error)) throw error;
  }
}

/** Roles belong to the whole server: a starter on another database may be making the same one. */
async function makeRole(tx: Tx): Promise<void> {
  await sql`
    do $$ begin
      if not exists (select from pg_roles where rolname = 'ledgerlift_tenant') then
        create role ledgerlift_tenant nologin;
      end if;
    exception when duplicate_object or unique_violation then null;
    end $$`.execute(tx);
  // From PostgreSQL 16 on, who has made a role may grant it, and not yet take it on.
  await sql`
    do $$ begin
      if not pg_has_role('ledgerlift_tenant',
          case when current_setting('server_version_num')::int >= 160000 then 'SET' else 'MEMBER' end) then
        grant ledgerlift_tenant to current_user;
      end if;
    end $$`.execute(tx);
}

interface BareTable {
  name: string;
  /** False: it belongs to a job, whose row says which tenant it is. */
  namesTenant: boolean;
}

async function listBareTables(db: Db): Promise<BareTable[]> {
  const { rows } = await sql<BareTable>`
    select c.relname as name, bool_or(a.attname = 'tenant_id') as "namesTenant"
      from pg_class c
      join pg_attribute a on a.attrelid = c.oid and a.attname in ('tenant_id', 'job_id') and not a.attisdropped
     where c.relnamespace = current_schema()::regnamespace and c.relkind in ('r', 'p')
       and not exists (select from pg_policy where polrelid = c.oid and polname = 'ledgerlift_tenant')
     group by c.relname order by c.relname`.execute(db);
  return rows;
}

/** Owners are not bound by policies, and other users by one that lets everything through: the wall is for the role. */
async function closeTable(tx: Tx, { name, namesTenant }: BareTable): Promise<void> {
  const table = sql.table(name);
  const own = namesTenant
    ? sql`tenant_id = current_setting('app.tenant', true)`
    : sql`exists (select from jobs where jobs.id = job_id)`;
  await sql`create policy ledgerlift_all on ${table} using (true) with check (true)`.execute(tx);
  await sql`
    create policy ledgerlift_tenant on ${table} as restrictive to ledgerlift_tenant
     using (${own}) with check (${own})`.execute(tx);
  await sql`alter table ${table} enable row level security`.execute(tx);
  await sql`grant select, insert, update, delete on ${table} to ledgerlift_tenant`.execute(tx);
}
