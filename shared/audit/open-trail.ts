import type { Db } from '#db/client.ts';
import { insertAuditEvents } from '#db/insert-audit-events.ts';
import type { Config } from '../config.ts';
import type { Logger } from '../log.ts';
import { MemoryTrail } from './memory-trail.ts';
import { auditStream, RedisTrail } from './redis-trail.ts';
import type { Trail } from './trail.ts';

export interface OpenTrailOptions {
  config: Config;
  db: Db;
  log: Logger;
  flushesBeforeAnswer: boolean;
}

/** The batcher that AUDIT_DURABLE_MODE names; nothing connects before its first event. */
export function openTrail({ config, db, log, flushesBeforeAnswer }: OpenTrailOptions): Trail {
  const write = async (rows: Parameters<typeof insertAuditEvents>[1]) => insertAuditEvents(db, rows);
  const memory = new MemoryTrail({ config, log, write, flushesBeforeAnswer });
  if (config.AUDIT_DURABLE_MODE !== 'redis' || config.REDIS_URL === undefined) return memory;
  return new RedisTrail({ url: config.REDIS_URL, stream: auditStream(config), log, fallback: memory });
}
