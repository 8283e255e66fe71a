/**
 * Reads the trails of random jobs out of a long trail, through our verb and by the bare query, by turns.
 *
 *   npm run bench:trail -- [--millions 1 --millions 5] [--reads 2000]
 *
 * How to read it: milliseconds at the middle and at the 99th percentile of all reads. "bare" is the one statement with
 * its rows as the driver gives them; "verb" is what the function does, from the query to the text of its answer, with
 * the note that somebody read. Each job is read both ways, one straight after the other, each way first by turns. A job
 * has 40 events, spread over 40,000 rows. The goal is a p99 of at most twice the bare query's. "5 M" takes minutes to fill
 * and 5 GB; sizes are filled one after the other into one table.
 */
import { randomBytes, randomInt } from 'node:crypto';
import { parseArgs } from 'node:util';
import { sql } from 'kysely';
import { listEvents } from '#shared/audit/list-events.ts';
import type { UserCtx } from '#shared/context.ts';
import { auditQuery } from '#shared/contracts/requests.ts';
import { openBenchServices } from './audit/open-bench-services.ts';

const GOAL = 2;
const MILLION = 1_000_000;
const FILL_STEP = 200_000;
const JOBS_AT_ONCE = 1000;
const EVENTS_OF_A_JOB = 40;

const { values } = parseArgs({
  options: {
    millions: { type: 'string', multiple: true, default: ['1', '5'] },
    reads: { type: 'string', default: '2000' },
  },
});

const services = await openBenchServices({});
const { db } = services;
const actor = { kind: 'user' as const, tenantId: 'bench', userId: 'reader', scopes: [], ip: '203.0.113.9' };
const ctx: UserCtx = { ...services, actor, traceId: randomBytes(16).toString('hex') };
const query = auditQuery.parse({});

type Way = 'bare' | 'verb';
const read: Record<Way, (jobId: string) => Promise<number>> = {
  bare: async (jobId) => {
    const { rows } = await sql`
      select * from audit_events where tenant_id = 'bench' and job_id = ${jobId}
       order by created_at, id limit 100`.execute(db);
    return rows.length;
  },
  verb: async (jobId) => {
    const page = await listEvents(ctx, jobId, query);
    JSON.stringify(page);
    return page.events.length;
  },
};

async function main(): Promise<number> {
  let filled = 0;
  let reached = true;
  console.log('millions  bare p50  bare p99  verb p50  verb p99  ratio p50  ratio p99');
  for (const millions of values.millions.map(Number)) {
    for (const rows = millions * MILLION; filled < rows; filled += FILL_STEP)
      await fill(filled, Math.min(FILL_STEP, rows - filled));
    await sql`vacuum analyze audit_events`.execute(db);
    reached = report(millions, await readBothWays(millions * MILLION)) && reached;
  }
  return reached ? 0 : 1;
}

/** As the product writes them; made in the database, because only their number and places matter. */
async function fill(from: number, count: number): Promise<void> {
  await sql`
    insert into audit_events (id, tenant_id, job_id, event_type, user_id, ip_address, trace_id, idempotency_key, metadata,
                              occurred_at, created_at, salt, commitment, seq, hash)
    select uuidv7(), 'bench', ${jobOf(sql`n`)}, 'STARTED', 'user-' || n % 50, '203.0.113.' || n % 256,
           md5(n::text), sha256(n::text::bytea), jsonb_build_object('run', 1, 'n', n),
           at, at, sha256(('s' || n)::bytea), sha256(('c' || n)::bytea), n + 1, sha256(('h' || n)::bytea)
      from generate_series(${from}::bigint, ${from + count - 1}::bigint) n,
           lateral (select timestamptz '2026-01-01' + n * interval '37 ms' as at) moment`.execute(db);
}

function jobOf(n: ReturnType<typeof sql>) {
  const wave = JOBS_AT_ONCE * EVENTS_OF_A_JOB;
  const job = sql`${n} % ${sql.lit(JOBS_AT_ONCE)} + ${n} / ${sql.lit(wave)} * ${sql.lit(JOBS_AT_ONCE)}`;
  // With the digits of version and variant, so that it is a UUID also for those who look.
  return sql<string>`overlay(overlay(md5('job' || (${job})::text) placing '7' from 13) placing '8' from 17)::uuid`;
}

async function readBothWays(rows: number): Promise<Record<Way, number[]>> {
  const times: Record<Way, number[]> = { bare: [], verb: [] };
  const warmUp = 200;
  for (let turn = 0; turn < Number(values.reads) + warmUp; turn += 1) {
    const jobId = await idOf(randomInt(rows));
    for (const way of turn % 2 === 0 ? (['bare', 'verb'] as const) : (['verb', 'bare'] as const)) {
      const started = performance.now();
      const found = await read[way](jobId);
      if (found < EVENTS_OF_A_JOB) throw new Error(`a job has ${found} events`);
      if (turn >= warmUp) times[way].push(performance.now() - started);
    }
  }
  return times;
}

async function idOf(event: number): Promise<string> {
  const { rows } = await sql<{ id: string }>`select ${jobOf(sql`${event}::bigint`)} as id`.execute(db);
  return rows[0]?.id ?? '';
}

function report(millions: number, times: Record<Way, number[]>): boolean {
  const [bare, verb] = [times.bare, times.verb].map((each) => each.toSorted((a, b) => a - b));
  const at = (sorted: number[] | undefined, share: number): number =>
    sorted?.[Math.floor(sorted.length * share)] ?? Number.NaN;
  const shown = [at(bare, 0.5), at(bare, 0.99), at(verb, 0.5), at(verb, 0.99)];
  const ratios = [0.5, 0.99].map((share) => at(verb, share) / at(bare, share));
  const cells = [...shown, ...ratios].map((each) => each.toFixed(2).padStart(8));
  console.log(`${String(millions).padStart(8)}  ${cells.join('  ')}`);
  return (ratios[1] ?? Number.NaN) <= GOAL;
}

try {
  process.exitCode = await main();
} finally {
  await services.close();
}
