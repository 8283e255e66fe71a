import { sql } from 'kysely';
import { Migrator } from 'kysely/migration';
import type { Db } from './client.ts';
import { migrations } from './migrations.ts';
import { raiseWall } from './raise-wall.ts';

/** 'LEDG' as a number: one lock for all starters of one database. */
const migrationLock = 0x4c454447;

/**
 * Brings the database to the newest schema, with row-level security on all of it; concurrent starters wait for one another. Answers the names of the
 * migrations that this call carried out. Throws the database's own error when a migration fails.
 */
export async function migrate(db: Db): Promise<string[]> {
  return db.connection().execute(async (connection) => {
    // A session lock around the whole: Kysely's own lock comes only after it has made its tables.
    await sql`select pg_advisory_lock(${migrationLock})`.execute(connection);
    try {
      return await migrateLocked(connection);
    } finally {
      await sql`select pg_advisory_unlock(${migrationLock})`.execute(connection);
    }
  });
}

async function migrateLocked(db: Db): Promise<string[]> {
  const migrator = new Migrator({ db, provider: { getMigrations: async () => migrations } });
  const { error, results } = await migrator.migrateToLatest();
  if (error !== undefined) throw error;
  await raiseWall(db);
  return (results ?? []).map((result) => result.migrationName);
}
