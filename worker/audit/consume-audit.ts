import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { NewAuditRow } from '#db/audit.ts';
import { insertAuditEvents } from '#db/insert-audit-events.ts';
import { auditStream } from '#shared/audit/redis-trail.ts';
import { fromWire } from '#shared/audit/wire-form.ts';
import { writeIsolating } from '#shared/audit/write-isolating.ts';
import type { Services } from '#shared/context.ts';
import { AuditStream, isReply, type StreamEntry } from './audit-stream.ts';
import { withoutPerson } from './without-person.ts';

export interface ConsumeAuditOptions {
  /** Silence after which another consumer's entries are taken over. */
  claimIdleMs?: number;
}

/** Longer than any batch takes: what is claimed too early is done twice, which only costs time. */
const defaultClaimIdleMs = 60_000;
/** An entry that is refused though it was handed out more often than this is dead. */
const maxDeliveries = 5;
const firstBackoffMs = 100;
const longestBackoffMs = 30_000;

/**
 * Writes the events of the Redis stream into the trail. An entry leaves the stream when it has been committed, and not
 * before; one that comes twice has the same key and is one row. What the database refuses stays pending, is handed out
 * again, and ends in the dead stream. Undefined where AUDIT_DURABLE_MODE is not redis, or without FEATURES_T3_AUDIT.
 */
export function consumeAudit(
  services: Services,
  { claimIdleMs = defaultClaimIdleMs }: ConsumeAuditOptions = {},
): { stop: () => Promise<void> } | undefined {
  const { config, log } = services;
  if (config.AUDIT_DURABLE_MODE !== 'redis' || config.REDIS_URL === undefined) return undefined;
  if (!config.FEATURES_T3_AUDIT) return undefined;
  const name = { url: config.REDIS_URL, stream: auditStream(config), consumer: consumerName() };
  const stream = new AuditStream(name, (error) =>
    log.warn({ err: error }, 'the audit stream does not answer'),
  );
  const stopping = new AbortController();
  const running = consume({ services, stream, claimIdleMs, signal: stopping.signal });
  return {
    stop: async () => {
      stopping.abort();
      stream.close();
      await running;
    },
  };
}

function consumerName(): string {
  return `${process.pid}-${randomBytes(6).toString('hex')}`;
}

interface Consumer {
  services: Services;
  stream: AuditStream;
  claimIdleMs: number;
  signal: AbortSignal;
}

async function consume(consumer: Consumer): Promise<void> {
  let prepared = false;
  const round = async (): Promise<void> => {
    try {
      if (!prepared) await prepare(consumer);
      prepared = true;
      await takeRound(consumer);
    } catch (error) {
      // A Redis that was emptied has no group any more.
      if (isReply(error, 'NOGROUP')) prepared = false;
      throw error;
    }
  };
  while (!consumer.signal.aborted) await patiently(consumer, round);
}

/** Does something until it is done or the worker stops: outages are waited for. */
async function patiently({ services, signal }: Consumer, work: () => Promise<void>): Promise<void> {
  for (let waitMs = firstBackoffMs; !signal.aborted; waitMs = Math.min(longestBackoffMs, waitMs * 2)) {
    try {
      return await work();
    } catch (error) {
      if (signal.aborted) return;
      services.log.warn({ err: error }, 'audit events cannot be taken over from the stream yet');
      await sleep(waitMs, undefined, { signal }).catch(() => {});
    }
  }
}

async function prepare({ stream, services }: Consumer): Promise<void> {
  await stream.prepare();
  if (!(await stream.isAppendOnly()))
    services.log.warn(
      'AUDIT_DURABLE_MODE=redis needs "appendonly yes" in Redis: its restart would lose events',
    );
}

/** Orphans first, as they are older; then what is new. */
async function takeRound(consumer: Consumer): Promise<void> {
  const { AUDIT_BATCH_SIZE: size, AUDIT_FLUSH_INTERVAL_MS: blockMs } = consumer.services.config;
  const orphans = await consumer.stream.claim(size, consumer.claimIdleMs);
  await write(consumer, orphans, await consumer.stream.deliveries(orphans));
  // Where there are more orphans, nothing new is waited for.
  await write(consumer, await consumer.stream.read(size, orphans.length === size ? 1 : blockMs), new Map());
}

/**
 * Writes entries and takes them out of the stream. An outage keeps them in hand: given back, they would be counted as
 * handed out once more each minute, and end as dead though nothing is wrong with them.
 */
async function write(
  consumer: Consumer,
  entries: StreamEntry[],
  deliveries: ReadonlyMap<string, number>,
): Promise<void> {
  const entryOf = new Map<NewAuditRow, StreamEntry>();
  const refused: StreamEntry[] = [];
  for (const entry of entries) {
    const row = fromWire(entry.event ?? '');
    if (row === null) refused.push(entry);
    else entryOf.set(row, entry);
  }
  const settle = (rows: readonly NewAuditRow[]): StreamEntry[] => {
    const settled = rows.flatMap((row) => entryOf.get(row) ?? []);
    for (const row of rows) entryOf.delete(row);
    return settled;
  };
  await patiently(consumer, async () =>
    writeIsolating([...entryOf.keys()], {
      write: async (rows) => insertAuditEvents(consumer.services.db, rows),
      written: async (rows) => {
        // Each insert is a transaction of its own, so that it is committed by now.
        await consumer.stream.remove(rows.flatMap((row) => entryOf.get(row)?.id ?? []));
        settle(rows);
      },
      poisoned: (row) => void refused.push(...settle([row])),
    }),
  );
  for (const entry of refused) await refuse(consumer, entry, deliveries.get(entry.id) ?? 1);
}

/** Leaves an entry pending, to be handed out again, or buries it when that has been done often enough. */
async function refuse({ stream, services }: Consumer, entry: StreamEntry, times: number): Promise<void> {
  const facts = { entry: entry.id, times };
  if (times <= maxDeliveries) {
    services.log.error(facts, 'an audit event was refused; it stays pending');
    return;
  }
  await stream.bury(entry.id, withoutPerson(entry.event ?? ''));
  services.log.error(facts, 'an audit event cannot be written and lies in the dead stream');
}
