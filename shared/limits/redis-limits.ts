import { Redis } from 'ioredis';
import type { Logger } from '../log.ts';
import type { Counted, LimitStore } from './limit-store.ts';

export interface RedisLimitsOptions {
  url: string;
  /** Begins every key. */
  prefix: string;
  log: Logger;
  /** The longest that a request waits for Redis; and after a failure nobody asks for as long. */
  waitMs?: number;
}

/** As the queue's and the trail's connections have it. */
const usualWaitMs = 2000;

/** A wait is made of turns: see `answerWithin`. */
const turnMs = 50;

/** What nobody waits for any more is forgotten then. */
const forgetMs = 10_000;

/** A script runs alone. Counted first and given its end then, a key that ends between two commands is none without an end. */
const script = `
local count = redis.call('incr', KEYS[1])
if count == 1 then redis.call('pexpire', KEYS[1], ARGV[1]) end
return {count, redis.call('pttl', KEYS[1])}`;

/**
 * On Redis, by its clock alone. A Redis that is away lets requests through: the system works without it (the sweep rings
 * for its queue), and a limit must not be what stops it. Each is counted, and the first of a second is logged.
 */
export class RedisLimits implements LimitStore {
  readonly #options: RedisLimitsOptions;
  readonly #waitMs: number;
  readonly #client: Redis;
  #awayUntil = -Infinity;
  #uncounted = 0;

  constructor(options: RedisLimitsOptions) {
    this.#options = options;
    this.#waitMs = options.waitMs ?? usualWaitMs;
    this.#client = new Redis(options.url, {
      maxRetriesPerRequest: 1,
      commandTimeout: this.#waitMs + forgetMs,
      connectTimeout: this.#waitMs,
      lazyConnect: true,
    });
    this.#client.on('error', (error) => options.log.warn({ err: error }, 'the rate limits do not answer'));
  }

  async count(subject: Buffer, windowSeconds: number): Promise<Counted | null> {
    if (performance.now() >= this.#awayUntil) {
      try {
        const key = `${this.#options.prefix}-limit-${subject.toString('base64url')}`;
        const counted = this.#client.eval(script, 1, key, windowSeconds * 1000) as Promise<[number, number]>;
        const [count, resetMs] = await answerWithin(counted, this.#waitMs);
        return { count, resetMs };
      } catch (error) {
        this.#awayUntil = performance.now() + this.#waitMs;
        const uncounted = this.#uncounted + 1;
        this.#options.log.error({ err: error, uncounted }, 'requests are let through without a rate limit');
      }
    }
    this.#uncounted += 1;
    return null;
  }

  uncounted(): number {
    return this.#uncounted;
  }

  async close(): Promise<void> {
    this.#client.disconnect();
  }
}

/**
 * The answer, unless it takes longer. In short turns, between which what has arrived is read: a process that is flooded
 * until it stands still for seconds would else find every wait over before its answer, and limit nobody.
 */
async function answerWithin<T>(answer: Promise<T>, limitMs: number): Promise<T> {
  return new Promise((resolve, reject) => {
    let turns = Math.ceil(limitMs / turnMs);
    const timer = setInterval(() => {
      turns -= 1;
      if (turns <= 0) reject(new Error(`Redis has not answered in ${limitMs} ms`));
    }, turnMs);
    const end = (): void => clearInterval(timer);
    answer.then(resolve, reject).then(end, end);
  });
}
