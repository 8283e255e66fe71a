import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { NewAuditRow } from '#db/audit.ts';
import { insertAuditEvents } from '#db/insert-audit-events.ts';
import { auditStream } from '#shared/audit/redis-trail.ts';
import { fromWire, toWire } from '#shared/audit/wire-form.ts';
import { writeIsolating } from '#shared/audit/write-isolating.ts';
import type { Services } from '#shared/context.ts';
import { AuditStream, isReply, type StreamEntry } from './audit-stream.ts';

export interface ConsumeAuditOptions {
  /** Silence after which another consumer's entries are taken over. */
  claimIdleMs?: number;
}

/** Longer than any batch takes: what is claimed too early is done twice, which only costs time. */
const defaultClaimIdleMs = 60_000;
/** An entry that was handed out more often than this is dead. */
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
  const { services, signal } = consumer;
  let prepared = false;
  for (let failures = 0; !signal.aborted;) {
    try {
      if (!prepared) await prepare(consumer);
      prepared = true;
      await takeRound(consumer);
      failures = 0;
    } catch (error) {
      if (signal.aborted) return;
      // A Redis that was emptied has no group any more.
      if (isReply(error, 'NOGROUP')) prepared = false;
      services.log.warn({ err: error }, 'audit events cannot be taken from the stream yet');
      await sleep(Math.min(longestBackoffMs, firstBackoffMs * 2 ** failures), undefined, { signal }).catch(
        () => {},
      );
      failures += 1;
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
  const hopeless = await buryHopeless(consumer, orphans);
  await write(
    consumer,
    orphans.filter((entry) => !hopeless.has(entry.id)),
  );
  // Where there are more orphans, nothing new is waited for.
  await write(consumer, await consumer.stream.read(size, orphans.length === size ? 1 : blockMs));
}

async function buryHopeless({ stream, services }: Consumer, orphans: StreamEntry[]): Promise<Set<string>> {
  const deliveries = await stream.deliveries(orphans);
  const hopeless = orphans.filter(({ id }) => (deliveries.get(id) ?? 0) > maxDeliveries);
  for (const entry of hopeless) {
    await stream.bury(entry.id, withoutPerson(entry.event ?? ''));
    services.log.error({ entry: entry.id }, 'an audit event cannot be written and lies in the dead stream');
  }
  return new Set(hopeless.map(({ id }) => id));
}

/** Nothing clears the dead stream when a job is erased: no name and no address may go there. */
function withoutPerson(event: string): string {
  const row = fromWire(event);
  return row === null ? event : toWire({ ...row, user_id: null, ip_address: null, salt: null });
}

async function write({ stream, services }: Consumer, entries: StreamEntry[]): Promise<void> {
  const idOf = new Map<NewAuditRow, string>();
  for (const { id, event } of entries) {
    const row = fromWire(event ?? '');
    if (row === null) services.log.error({ entry: id }, 'an entry of the audit stream is not of our form');
    else idOf.set(row, id);
  }
  await writeIsolating([...idOf.keys()], {
    write: async (rows) => insertAuditEvents(services.db, rows),
    // Each insert is a transaction of its own, so that it is committed by now.
    written: async (rows) => stream.remove(rows.flatMap((row) => idOf.get(row) ?? [])),
    poisoned: (row, error) =>
      services.log.error(
        { err: error, entry: idOf.get(row) },
        'an audit event was refused; it stays pending',
      ),
  });
}
