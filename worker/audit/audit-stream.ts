import { Redis } from 'ioredis';

/** An entry of the stream; `event` is null where it has no such field. */
export interface StreamEntry {
  id: string;
  event: string | null;
}

export interface AuditStreamOptions {
  url: string;
  stream: string;
  /** Unique among all workers at all times: an entry belongs to the consumer that it was handed to. */
  consumer: string;
}

const group = 'audit';

/** The stream of buffered events as one of its consumers sees it. Every method throws Redis's own errors. */
export class AuditStream {
  readonly #options: AuditStreamOptions;
  readonly #client: Redis;

  constructor(options: AuditStreamOptions, onError: (error: Error) => void) {
    this.#options = options;
    this.#client = new Redis(options.url, { maxRetriesPerRequest: null });
    this.#client.on('error', onError);
  }

  /** Makes stream and group where they are not there yet; entries from before the group count too. */
  async prepare(): Promise<void> {
    const { stream } = this.#options;
    await this.#client.xgroup('CREATE', stream, group, '0', 'MKSTREAM').catch((error: unknown) => {
      if (!isReply(error, 'BUSYGROUP')) throw error;
    });
  }

  /** Whether Redis writes what it holds to a file as it comes: without, its restart loses the stream. */
  async isAppendOnly(): Promise<boolean> {
    return /^aof_enabled:1\r?$/m.test(await this.#client.info('persistence'));
  }

  /** New entries, waiting up to `blockMs` for the first. */
  async read(count: number, blockMs: number): Promise<StreamEntry[]> {
    const { stream, consumer } = this.#options;
    const answer = await this.#client.xreadgroup(
      ...(['GROUP', group, consumer, 'COUNT', count, 'BLOCK', blockMs, 'STREAMS', stream, '>'] as const),
    );
    return (answer ?? []).flatMap(([, entries]) => entries.map(toEntry));
  }

  /** Entries whose consumer has been silent over them for `idleMs`: they are this one's now. */
  async claim(count: number, idleMs: number): Promise<StreamEntry[]> {
    const { stream, consumer } = this.#options;
    const [, entries] = (await this.#client.xautoclaim(
      ...([stream, group, consumer, idleMs, '0-0', 'COUNT', count] as const),
    )) as [string, RawEntry[]];
    return entries.map(toEntry);
  }

  /** How often each of this consumer's entries has been handed out, this time included. */
  async deliveries(entries: readonly StreamEntry[]): Promise<Map<string, number>> {
    const [first, last] = [entries[0]?.id, entries.at(-1)?.id];
    if (first === undefined || last === undefined) return new Map();
    const { stream, consumer } = this.#options;
    const pending = (await this.#client.xpending(
      ...([stream, group, first, last, entries.length, consumer] as const),
    )) as [string, string, number, number][];
    return new Map(pending.map(([id, , , count]) => [id, count]));
  }

  /** Takes entries out of the stream for good. */
  async remove(ids: readonly string[]): Promise<void> {
    if (ids.length === 0) return;
    const { stream } = this.#options;
    await this.#client
      .multi()
      .xack(stream, group, ...ids)
      .xdel(stream, ...ids)
      .exec();
  }

  /** Moves an entry to the dead stream, as `event` says it, in one step. */
  async bury(id: string, event: string): Promise<void> {
    const { stream } = this.#options;
    await this.#client
      .multi()
      .xadd(deadStream(stream), '*', 'event', event, 'entry', id)
      .xack(stream, group, id)
      .xdel(stream, id)
      .exec();
  }

  /** Breaks off a read that waits. */
  close(): void {
    this.#client.disconnect();
  }
}

export function deadStream(stream: string): string {
  return `${stream}-dead`;
}

/** Redis begins an error's text with its code. */
export function isReply(error: unknown, code: string): boolean {
  return error instanceof Error && error.message.split(' ', 1)[0] === code;
}

/** Fields and values in turn; null for an entry that was deleted. */
type RawEntry = [id: string, fields: string[] | null];

function toEntry([id, fields]: RawEntry): StreamEntry {
  const at = fields?.indexOf('event') ?? -1;
  return { id, event: at < 0 ? null : (fields?.[at + 1] ?? null) };
}
