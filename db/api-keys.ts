import { type Insertable, type Selectable, sql } from 'kysely';
import type { Db } from './client.ts';
import type { ApiKeysTable } from './schema.ts';

export type ApiKeyRow = Selectable<ApiKeysTable>;

export async function insertApiKey(db: Db, row: Insertable<ApiKeysTable>): Promise<void> {
  await db.insertInto('api_keys').values(row).execute();
}

export async function findApiKey(db: Db, id: string): Promise<ApiKeyRow | undefined> {
  return db.selectFrom('api_keys').selectAll().where('id', '=', id).executeTakeFirst();
}

/** Whether the embedded mode has made its lasting key before. */
export async function hasEmbeddedKey(db: Db): Promise<boolean> {
  const row = await db
    .selectFrom('api_keys')
    .select('id')
    .where('embedded', '=', true)
    .where('revoked_at', 'is', null)
    .where('expires_at', 'is', null)
    .executeTakeFirst();
  return row !== undefined;
}

/** Keys of the embedded mode that have expired: each start makes one, and nobody ever needs it again. */
export async function deleteExpiredEmbeddedKeys(db: Db): Promise<void> {
  await db
    .deleteFrom('api_keys')
    .where('embedded', '=', true)
    .where('expires_at', '<', sql<Date>`now()`)
    .execute();
}

/** Says that a key is in use; where that was said a moment ago nothing is written. */
export async function noteKeyUse(db: Db, id: string, intervalSeconds: number): Promise<void> {
  await db
    .updateTable('api_keys')
    .set({ last_used_at: sql`now()` })
    .where('id', '=', id)
    .where((eb) =>
      eb.or([
        eb('last_used_at', 'is', null),
        eb('last_used_at', '<', sql<Date>`now() - make_interval(secs => ${intervalSeconds}::int)`),
      ]),
    )
    .execute();
}

/** Of one tenant, or all; without the hashes of their secrets. Oldest first. */
export async function listApiKeys(db: Db, tenantId?: string): Promise<Omit<ApiKeyRow, 'secret_sha256'>[]> {
  return db
    .selectFrom('api_keys')
    .select(['id', 'tenant_id', 'user_id', 'name', 'scopes', 'embedded'])
    .select(['created_at', 'expires_at', 'last_used_at', 'revoked_at'])
    .$if(tenantId !== undefined, (query) => query.where('tenant_id', '=', tenantId ?? ''))
    .orderBy('created_at')
    .orderBy('id')
    .execute();
}

/** Undefined where there is no such key, or it is revoked already. */
export async function markKeyRevoked(tx: Db, id: string): Promise<ApiKeyRow | undefined> {
  return tx
    .updateTable('api_keys')
    .set({ revoked_at: sql`now()` })
    .where('id', '=', id)
    .where('revoked_at', 'is', null)
    .returningAll()
    .executeTakeFirst();
}
