import type { NewAuditRow } from '#db/audit.ts';
import { Redis } from 'ioredis';
import type { Config } from '../config.ts';
import { endsWithin } from '../ends-within.ts';
import type { Logger } from '../log.ts';
import type { Trail, TrailCounts } from './trail.ts';
import { toWire } from './wire-form.ts';

export interface RedisTrailOptions {
  url: string;
  stream: string;
  log: Logger;
  /** Takes over what Redis does not take. */
  fallback: Trail;
}

/** How far the clocks of Redis and of the database may be apart. */
const clocksApartMs = 5000;

/** Name of the stream of an environment. */
export function auditStream({ QUEUE_PREFIX }: Pick<Config, 'QUEUE_PREFIX'>): string {
  return `${QUEUE_PREFIX}-audit`;
}

/**
 * The batcher on a Redis stream: an event is safe from this process once `add` has answered, and a worker writes it.
 * While Redis is away, events take the way through memory; where one takes both, its key keeps it single.
 */
export class RedisTrail implements Trail {
  readonly #options: RedisTrailOptions;
  readonly #client: Redis;

  constructor(options: RedisTrailOptions) {
    this.#options = options;
    // As the queue's producer: a request must not hang on a Redis that is away.
    this.#client = new Redis(options.url, {
      maxRetriesPerRequest: 1,
      commandTimeout: 2000,
      connectTimeout: 2000,
      enableAutoPipelining: true,
      lazyConnect: true,
    });
    this.#client.on('error', (error) => options.log.warn({ err: error }, 'the audit stream does not answer'));
  }

  async add(row: NewAuditRow): Promise<boolean> {
    try {
      // Never trimmed: an entry leaves the stream when it is in the database, and not before.
      await this.#client.xadd(this.#options.stream, '*', 'event', toWire(row));
      return true;
    } catch (error) {
      this.#options.log.warn(
        { err: error },
        'an audit event goes through memory: the stream did not take it',
      );
      return this.#options.fallback.add(row);
    }
  }

  async flush(limitMs: number): Promise<boolean> {
    return this.#options.fallback.flush(limitMs);
  }

  async beforeAnswer(): Promise<void> {
    await this.#options.fallback.beforeAnswer();
  }

  async isWrittenUntil(moment: Date): Promise<boolean> {
    const [oldest] = await this.#client.xrange(this.#options.stream, '-', '+', 'COUNT', 1);
    // An entry's id begins with its time by the clock of Redis, the moment is by another one.
    return oldest === undefined || Number.parseInt(oldest[0], 10) > moment.getTime() + clocksApartMs;
  }

  counts(): TrailCounts {
    return this.#options.fallback.counts();
  }

  async close(limitMs: number): Promise<void> {
    await this.#options.fallback.close(limitMs);
    // Everybody who added has waited for the answer.
    if (this.#client.status === 'ready') await endsWithin(this.#client.quit(), limitMs);
    this.#client.disconnect();
  }
}
