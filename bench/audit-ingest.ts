/**
 * Writes audit events through our batcher and through a bare insert of the same rows, by turns, on one connection and
 * an embedded PostgreSQL with all indexes.
 *
 *   npm run bench:audit -- [--rows 20000] [--rounds 3] [--batch 50 --batch 500]
 *
 * How to read it: rows a second, the median of the rounds, and their ratio to "bare" of the same batch size.
 * - bare: the columns are made beforehand; `insert … select from unnest(…) on conflict do nothing`, and no more.
 * - writer: the same rows, made beforehand, through the memory batcher and its insert, which also looks for erased jobs.
 * - whole: as writer, with each event made on the way: salts, key, commitment. The goal is writer >= 0.8.
 * - sealing: what was written sealed into its chain afterwards, in rows a second; it must be able to follow the writers.
 */
import { parseArgs } from 'node:util';
import { sql } from 'kysely';
import type { NewAuditRow } from '#db/audit.ts';
import { insertAuditEvents } from '#db/insert-audit-events.ts';
import { MemoryTrail } from '#shared/audit/memory-trail.ts';
import { newAuditRow } from '#shared/audit/new-audit-row.ts';
import { sealTenant } from '#shared/audit/seal-trail.ts';
import { openBenchServices } from './audit/open-bench-services.ts';

const GOAL = 0.8;
const flushLimitMs = 600_000;

const { values } = parseArgs({
  options: {
    rows: { type: 'string', default: '20000' },
    rounds: { type: 'string', default: '3' },
    batch: { type: 'string', multiple: true, default: ['50', '500'] },
  },
});
const rowCount = Number(values.rows);

const services = await openBenchServices({ DATABASE_POOL_MAX: '1' });
const { db } = services;

type Way = 'bare' | 'writer' | 'whole' | 'sealing';
const ways: Way[] = ['bare', 'writer', 'whole'];

async function main(): Promise<number> {
  let reached = true;
  console.log('batch  bare rows/s  writer        whole         sealing');
  for (const size of values.batch.map(Number)) {
    const speeds: Record<Way, number[]> = { bare: [], writer: [], whole: [], sealing: [] };
    // The first round warms up what all of them use, and is not counted.
    for (let round = 0; round <= Number(values.rounds); round += 1) {
      await sql`truncate audit_events, audit_chains`.execute(db);
      for (const way of round % 2 === 0 ? ways : ways.toReversed()) {
        const speed = await measure(way, size);
        if (round > 0) speeds[way].push(speed);
      }
      const started = performance.now();
      const sealed = await sealTenant(services, 'bench');
      if (round > 0) speeds.sealing.push((sealed / (performance.now() - started)) * 1000);
    }
    reached = print(size, speeds) && reached;
  }
  return reached ? 0 : 1;
}

async function measure(way: Way, size: number): Promise<number> {
  const made = way === 'whole' ? [] : Array.from({ length: rowCount }, (_, n) => makeEvent(n));
  const started = performance.now();
  if (way === 'bare') await insertBare(made, size);
  else await writeThrough(way === 'whole' ? rowCount : made, size);
  return (rowCount / (performance.now() - started)) * 1000;
}

function makeEvent(n: number): NewAuditRow {
  return newAuditRow({
    tenantId: 'bench',
    jobId: null,
    jobSalt: null,
    userId: `user-${n % 50}`,
    ip: `203.0.113.${n % 256}`,
    traceId: n.toString(16).padStart(32, '0'),
    type: 'AUDIT_READ',
    metadata: { events: n, filter: { limit: 100 } },
  });
}

async function writeThrough(rows: NewAuditRow[] | number, size: number): Promise<void> {
  const config = { ...services.config, AUDIT_BATCH_SIZE: size, AUDIT_QUEUE_CAP: 1_000_000 };
  const write = async (batch: readonly NewAuditRow[]) => insertAuditEvents(db, batch);
  const trail = new MemoryTrail({ config, log: services.log, write, flushesBeforeAnswer: false });
  const count = typeof rows === 'number' ? rows : rows.length;
  for (let n = 0; n < count; n += 1)
    await trail.add(typeof rows === 'number' ? makeEvent(n) : rowAt(rows, n));
  await trail.flush(flushLimitMs);
}

function rowAt(rows: NewAuditRow[], index: number): NewAuditRow {
  const row = rows[index];
  if (row === undefined) throw new RangeError('no such row');
  return row;
}

async function insertBare(rows: NewAuditRow[], size: number): Promise<void> {
  for (let from = 0; from < rows.length; from += size) {
    const batch = rows.slice(from, from + size);
    const column = <K extends keyof NewAuditRow>(name: K): NewAuditRow[K][] => batch.map((row) => row[name]);
    await sql`
      insert into audit_events (id, tenant_id, job_id, event_type, user_id, ip_address, trace_id, idempotency_key,
                                metadata, occurred_at, salt, commitment)
      select id, tenant_id, job_id, event_type, user_id, ip_address, trace_id, idempotency_key, metadata::jsonb,
             occurred_at, salt, commitment
        from unnest(${column('id')}::uuid[], ${column('tenant_id')}::text[], ${column('job_id')}::uuid[],
                    ${column('event_type')}::text[], ${column('user_id')}::text[], ${column('ip_address')}::text[],
                    ${column('trace_id')}::text[], ${column('idempotency_key')}::bytea[], ${column('metadata')}::text[],
                    ${column('occurred_at')}::timestamptz[], ${column('salt')}::bytea[], ${column('commitment')}::bytea[])
          as event (id, tenant_id, job_id, event_type, user_id, ip_address, trace_id, idempotency_key, metadata,
                    occurred_at, salt, commitment)
          on conflict (idempotency_key) do nothing`.execute(db);
  }
}

function print(size: number, speeds: Record<Way, number[]>): boolean {
  const bare = median(speeds.bare);
  const shown = (['writer', 'whole', 'sealing'] as const).map((way) => {
    const speed = median(speeds[way]);
    return `${speed.toFixed(0).padStart(6)} (${(speed / bare).toFixed(2)})`;
  });
  console.log(`${String(size).padStart(5)}  ${bare.toFixed(0).padStart(11)}  ${shown.join(' ')}`);
  return median(speeds.writer) / bare >= GOAL;
}

function median(values: number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

try {
  process.exitCode = await main();
} finally {
  await services.close();
}
