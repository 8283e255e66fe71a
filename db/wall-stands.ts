import { sql } from 'kysely';
import { DatabaseError } from 'pg';
import type { Db } from './client.ts';

/**
 * Whether row-level security stands behind the queries of users: the role can be taken on, and with it every table that
 * names a tenant is closed. It is tried, not looked up.
 */
export async function wallStands(db: Db): Promise<boolean> {
  try {
    return await db.transaction().execute(async (tx) => {
      await sql`set local role ledgerlift_tenant`.execute(tx);
      const { rows } = await sql<{ stands: boolean | null }>`
        select bool_and(row_security_active(c.oid) and has_table_privilege(c.oid, 'select')
                        and exists (select from pg_policy where polrelid = c.oid and polname = 'ledgerlift_tenant'))
               as stands
          from pg_class c
          join pg_attribute a on a.attrelid = c.oid and a.attname = 'tenant_id' and not a.attisdropped
         where c.relnamespace = current_schema()::regnamespace and c.relkind in ('r', 'p')`.execute(tx);
      return rows[0]?.stands === true;
    });
  } catch (error) {
    if (mayNot(error)) return false;
    throw error;
  }
}

/** PostgreSQL, appendix A: insufficient_privilege, and invalid_parameter_value for a role that is not there. */
export function mayNot(error: unknown): boolean {
  return error instanceof DatabaseError && (error.code === '42501' || error.code === '22023');
}
