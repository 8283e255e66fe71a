import { createDatabase } from '#db/preview-databases.ts';
import { migrate } from '#db/migrate.ts';
import type { Config } from '#shared/config.ts';
import { openServices } from '#shared/open-services.ts';
import { type PreviewSettings, previewSettings } from './preview-settings.ts';

/**
 * Makes the database of a preview on the server of DATABASE_URL, with our tables and the queue's, and answers the
 * settings of its functions and workers. What is there already is kept and brought to the newest schema, so that it
 * may be called at each build. Throws `wrong-environment`, or the database's own error where it may make none.
 */
export async function createPreview(config: Config, name: string): Promise<PreviewSettings> {
  const { database, ...settings } = previewSettings(config, name);
  await createDatabase(config.DATABASE_URL ?? '', database);
  const services = await openServices({ ...config, ...settings }, 'host');
  try {
    await migrate(services.db);
    await services.queues.backend.migrate();
  } finally {
    await services.close();
  }
  return settings;
}
