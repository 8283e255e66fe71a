import type { NewAuditRow } from '#db/audit.ts';
import type { Config } from '../config.ts';
import { endsWithin } from '../ends-within.ts';
import type { Logger } from '../log.ts';
import { waitsForRoom } from './event-type.ts';
import type { Trail, TrailCounts } from './trail.ts';
import { writeIsolating } from './write-isolating.ts';

export interface MemoryTrailOptions {
  config: Pick<Config, 'AUDIT_BATCH_SIZE' | 'AUDIT_FLUSH_INTERVAL_MS' | 'AUDIT_QUEUE_CAP'>;
  log: Logger;
  /** Writes rows in one statement; may be called again with the same rows. */
  write(rows: readonly NewAuditRow[]): Promise<void>;
  /** True in a function: see `Trail.beforeAnswer`. */
  flushesBeforeAnswer: boolean;
}

/** A batch that failed is tried again after 100 ms, then after twice as long each time, up to half a minute. */
const firstBackoffMs = 100;
const longestBackoffMs = 30_000;
/** How long an answer is held back for its events; what is not written then stays buffered for the next request. */
const answerLimitMs = 2000;

/** The batcher in memory: bounded, in order, one batch under way at a time. A kill loses at most what it holds. */
export class MemoryTrail implements Trail {
  readonly #options: MemoryTrailOptions;
  /** In order; those of the batch under way stand first until they are written. */
  readonly #waiting: NewAuditRow[] = [];
  #refused = 0;
  #dead = 0;
  #timer: NodeJS.Timeout | undefined;
  #draining: Promise<void> | undefined;
  #closed = false;
  /** Ends the pause after a failure early. */
  #hurry: () => void = () => {};
  #room = Promise.withResolvers<void>();

  constructor(options: MemoryTrailOptions) {
    this.#options = options;
  }

  async add(row: NewAuditRow): Promise<boolean> {
    while (!this.#closed && this.#waiting.length >= this.#options.config.AUDIT_QUEUE_CAP) {
      this.#drain();
      if (!waitsForRoom(row.event_type)) return this.#refuse();
      await this.#room.promise;
    }
    // Nothing writes any more: what was taken now would be lost without being counted.
    if (this.#closed) return this.#refuse();
    this.#waiting.push(row);
    if (this.#waiting.length >= this.#options.config.AUDIT_BATCH_SIZE) this.#drain();
    else
      this.#timer ??= setTimeout(() => this.#drain(), this.#options.config.AUDIT_FLUSH_INTERVAL_MS).unref();
    return true;
  }

  async flush(limitMs: number): Promise<boolean> {
    this.#hurry();
    this.#drain();
    return endsWithin(this.#draining ?? Promise.resolve(), limitMs);
  }

  async beforeAnswer(): Promise<void> {
    if (this.#options.flushesBeforeAnswer && this.#waiting.length > 0) await this.flush(answerLimitMs);
  }

  /** Memory is no such place: what is written out of it later is written without the person. */
  async isWrittenUntil(): Promise<boolean> {
    return Promise.resolve(true);
  }

  counts(): TrailCounts {
    return { waiting: this.#waiting.length, refused: this.#refused, dead: this.#dead };
  }

  async close(limitMs: number): Promise<void> {
    await this.flush(limitMs);
    this.#closed = true;
    clearTimeout(this.#timer);
    this.#hurry();
    this.#makeRoom();
    if (this.#waiting.length > 0)
      this.#options.log.error({ ...this.counts() }, 'audit events are lost: the database did not take them');
  }

  #refuse(): false {
    this.#refused += 1;
    // One line for a flood, not one for each event; the count goes on.
    if (this.#refused === 1 || this.#refused % 1000 === 0)
      this.#options.log.error({ ...this.counts() }, 'the audit buffer is full or closed: events are refused');
    return false;
  }

  #drain(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#draining ??= this.#writeAll().finally(() => {
      this.#draining = undefined;
      // Events that came while the last batch was ending found it still under way.
      if (this.#waiting.length > 0 && !this.#closed) this.#drain();
    });
  }

  async #writeAll(): Promise<void> {
    for (let failures = 0; this.#waiting.length > 0 && !this.#closed;) {
      try {
        await this.#writeBatch();
        failures = 0;
      } catch (error) {
        this.#options.log.warn({ err: error, ...this.counts() }, 'audit events cannot be written yet');
        await this.#pause(Math.min(longestBackoffMs, firstBackoffMs * 2 ** failures));
        failures += 1;
      }
    }
  }

  async #writeBatch(): Promise<void> {
    const batch = this.#waiting.slice(0, this.#options.config.AUDIT_BATCH_SIZE);
    await writeIsolating(batch, {
      write: async (rows) => this.#options.write(rows),
      written: (rows) => this.#leave(rows.length),
      poisoned: (row, error) => {
        this.#dead += 1;
        const { id, tenant_id: tenantId, job_id: jobId, event_type: eventType, trace_id: traceId } = row;
        const facts = { id, tenantId, jobId, eventType, traceId };
        this.#options.log.error({ err: error, ...facts }, 'an audit event cannot be written and is left out');
        this.#leave(1);
      },
    });
  }

  /** Batches are halved from left to right, so that those done with are always the first. */
  #leave(count: number): void {
    this.#waiting.splice(0, count);
    this.#makeRoom();
  }

  #makeRoom(): void {
    this.#room.resolve();
    this.#room = Promise.withResolvers<void>();
  }

  async #pause(ms: number): Promise<void> {
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, ms).unref();
      this.#hurry = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}
