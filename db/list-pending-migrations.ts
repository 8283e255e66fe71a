import { Migrator } from 'kysely/migration';
import type { Db } from './client.ts';
import { migrations } from './migrations.ts';

/** Names of the migrations that the database lacks: none where this program fits to it. Changes nothing. */
export async function listPendingMigrations(db: Db): Promise<string[]> {
  const migrator = new Migrator({ db, provider: { getMigrations: async () => migrations } });
  const known = await migrator.getMigrations();
  return known.filter((each) => each.executedAt === undefined).map((each) => each.name);
}
