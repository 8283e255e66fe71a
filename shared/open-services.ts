import { dbOn, openPool } from '#db/client.ts';
import { TenantWall } from '#db/tenant-wall.ts';
import { openIdentity } from './auth/identity.ts';
import { openTrail } from './audit/open-trail.ts';
import type { Config } from './config.ts';
import type { Services } from './context.ts';
import { endsWithin } from './ends-within.ts';
import { AppError } from './errors.ts';
import { openLimits } from './limits/open-limits.ts';
import { openLog } from './log.ts';
import { openQueues } from './queue/queues.ts';
import { openStore } from './store/open-store.ts';
import { storeSettings } from './store/store-settings.ts';

export interface OpenServices extends Services {
  close: () => Promise<void>;
}

/** A function instance serves one request at a time; the local host serves many; a worker waits for an outage to pass. */
export type ServiceRole = 'function' | 'host' | 'worker';

/** Part of the 15 s in which a process that is told to stop ends. */
const closeLimitMs = 1000;

/** Opens everything a process needs, once; nothing connects before it is used. Throws `config-invalid` without DATABASE_URL. */
export async function openServices(config: Config, role: ServiceRole): Promise<OpenServices> {
  if (config.DATABASE_URL === undefined) {
    throw new AppError(
      'config-invalid',
      'DATABASE_URL is not set. Set it, or use `ledgerlift serve` or `run`, which bring a database of their own.',
    );
  }
  const log = openLog(config, role);
  const pool = openPool({
    url: config.DATABASE_URL,
    max: role === 'function' ? 1 : config.DATABASE_POOL_MAX,
    connectTimeoutMs: role === 'worker' ? 10_000 : 3000,
    onError: (error) => log.warn({ err: error }, 'a database connection dropped'),
  });
  const db = dbOn(pool);
  const onCloseError = (error: unknown) => log.warn({ err: error }, 'a service did not close');
  const queues = openQueues(config, { role: role === 'worker' ? 'consumer' : 'producer', log });
  const store = await openStore(await storeSettings(config));
  const trail = openTrail({ config, db, log, flushesBeforeAnswer: role === 'function' });
  const limits = openLimits(config, { db, log });
  return {
    config,
    log,
    db,
    systemDb: db,
    wall: new TenantWall(db, pool),
    queues,
    store,
    trail,
    identity: openIdentity(config, log),
    limits,
    // A database or queue that is away must not hold up the end of a process.
    async close() {
      // First: what it holds goes through the database.
      await trail.close(closeLimitMs).catch(onCloseError);
      const parts = [queues.close(), limits.close(), db.destroy(), store.close()];
      const closed = Promise.all(parts.map(async (part) => part.catch(onCloseError)));
      if (!(await endsWithin(closed, closeLimitMs))) log.warn('a service was left open');
    },
  };
}
