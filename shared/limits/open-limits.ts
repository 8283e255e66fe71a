import type { Db } from '#db/client.ts';
import type { Config } from '../config.ts';
import type { Logger } from '../log.ts';
import type { LimitStore } from './limit-store.ts';
import { postgresLimits } from './postgres-limits.ts';
import { RedisLimits } from './redis-limits.ts';

/** Redis where REDIS_URL is set, else the database; nothing connects before the first request is counted. */
export function openLimits(config: Config, { db, log }: { db: Db; log: Logger }): LimitStore {
  return config.REDIS_URL === undefined
    ? postgresLimits(db)
    : new RedisLimits({ url: config.REDIS_URL, prefix: config.QUEUE_PREFIX, log });
}
