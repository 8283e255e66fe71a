import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startPostgres } from '#bin/embedded/postgres.ts';
import { migrate } from '#db/migrate.ts';
import { loadConfig } from '#shared/config.ts';
import { openServices, type OpenServices } from '#shared/open-services.ts';

/** Services on an embedded PostgreSQL of their own, which goes with them. */
export async function openBenchServices(overrides: Record<string, string>): Promise<OpenServices> {
  const folder = await mkdtemp(join(tmpdir(), 'ledgerlift-bench-'));
  // The account that PostgreSQL runs as has to pass.
  await chmod(folder, 0o755);
  const postgres = await startPostgres({ folder });
  const settings = { DATABASE_URL: postgres.url, DATA_FOLDER: folder, LOG_LEVEL: 'error', ...overrides };
  const services = await openServices(loadConfig({ environment: {}, overrides: settings }), 'worker');
  await migrate(services.db);
  return {
    ...services,
    close: async () => {
      await services.close();
      await postgres.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
