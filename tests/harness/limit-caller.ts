import { once } from 'node:events';
import { openDb } from '#db/client.ts';
import { loadConfig } from '#shared/config.ts';
import { postgresLimits } from '#shared/limits/postgres-limits.ts';
import { RedisLimits } from '#shared/limits/redis-limits.ts';
import { openLog } from '#shared/log.ts';

/**
 * A process that counts requests of one subject as fast as it can, once it is told to, and prints the numbers it got. It
 * waits for its store however long that takes: how long a request does is another matter.
 */
const [subject = '', times = '0'] = process.argv.slice(2);
const waitMs = 60_000;
/** Long: a window that ends while they count begins the numbers anew, rightly. */
const windowSeconds = 86_400;
const config = loadConfig();
const { DATABASE_URL: databaseUrl = '', REDIS_URL: redisUrl, QUEUE_PREFIX: prefix } = config;
const db = openDb({ url: databaseUrl, max: 4, connectTimeoutMs: waitMs, onError: () => {} });
const limits =
  redisUrl === undefined
    ? postgresLimits(db)
    : new RedisLimits({ url: redisUrl, prefix, log: openLog(config, 'host'), waitMs });
const id = Buffer.from(subject, 'hex');
await limits.count(Buffer.alloc(32), windowSeconds);
process.stdout.write('ready\n');
await once(process.stdin, 'data');
const counted = await Promise.all(
  Array.from({ length: Number(times) }, async () => limits.count(id, windowSeconds)),
);
process.stdout.write(`${JSON.stringify(counted.map((each) => each?.count ?? null))}\n`);
await limits.close();
await db.destroy();
process.stdin.destroy();
