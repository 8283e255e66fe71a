import { migrate } from '#db/migrate.ts';
import { wallStands } from '#db/wall-stands.ts';
import { loadConfig } from '#shared/config.ts';
import { requireDatabase } from '#shared/health/require-database.ts';
import { openServices } from '#shared/open-services.ts';

/** `ledgerlift migrate`: our tables and the queue's; safe to run from several places at once. */
export async function migrateCommand(): Promise<number> {
  const services = await openServices(loadConfig(), 'host');
  try {
    await requireDatabase(services);
    const done = await migrate(services.db);
    await services.queues.backend.migrate();
    console.log(done.length === 0 ? 'The schema is the newest already.' : `Migrated: ${done.join(', ')}`);
    if (!(await wallStands(services.db))) {
      console.error('Row-level security could not be raised: `ledgerlift doctor` says what is missing.');
    }
    return 0;
  } finally {
    await services.close();
  }
}
