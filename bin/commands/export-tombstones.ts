import { once } from 'node:events';
import { loadConfig } from '#shared/config.ts';
import { requireSchema } from '#shared/health/require-database.ts';
import { openServices } from '#shared/open-services.ts';
import { readTombstones } from '#shared/tombstones/read-tombstones.ts';

/** `ledgerlift export-tombstones > FILE`: what has to outlive the database, one JSON a line. It names nobody. */
export async function exportTombstones(): Promise<number> {
  const services = await openServices(loadConfig(), 'host');
  try {
    await requireSchema(services);
    for await (const stone of readTombstones(services.db)) {
      if (!process.stdout.write(`${JSON.stringify(stone)}\n`)) await once(process.stdout, 'drain');
    }
    return 0;
  } finally {
    await services.close();
  }
}
