import { openDb } from '#db/client.ts';
import type { Config } from './config.ts';
import type { Services } from './context.ts';
import { AppError } from './errors.ts';
import { openLog } from './log.ts';
import { openQueues } from './queue/queues.ts';
import { openStore } from './store/open-store.ts';
import { storeSettings } from './store/store-settings.ts';

export interface OpenServices extends Services {
  close: () => Promise<void>;
}

/**
 * Opens everything a process needs, once. A 'producer' (function, local host) connects lazily and gives up early; a
 * 'consumer' (worker) waits for an outage to pass. Throws `config-invalid` without DATABASE_URL.
 */
export async function openServices(config: Config, role: 'producer' | 'consumer'): Promise<OpenServices> {
  if (config.DATABASE_URL === undefined) {
    throw new AppError(
      'config-invalid',
      'DATABASE_URL is not set. Set it, or use `ledgerlift serve` or `run`, which bring a database of their own.',
    );
  }
  const log = openLog(config, role === 'consumer' ? 'worker' : 'api');
  const db = openDb({
    url: config.DATABASE_URL,
    max: role === 'consumer' ? config.DATABASE_POOL_MAX : 1,
    connectTimeoutMs: role === 'consumer' ? 10_000 : 3000,
    onError: (error) => log.warn({ err: error }, 'a database connection dropped'),
  });
  const queues = openQueues(config, { role, log });
  const store = await openStore(await storeSettings(config));
  return {
    config,
    log,
    db,
    queues,
    store,
    async close() {
      await queues.close();
      await db.destroy();
      await store.close();
    },
  };
}
