import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterEach, describe, expect, test } from 'vitest';
import { startSystem, type System } from '#bin/embedded/start-system.ts';
import { waitUntil } from '#bin/wait-until.ts';
import { checkInvariants } from '#db/invariants.ts';
import { createApiKey } from '#shared/auth/create-api-key.ts';
import { scopes } from '#shared/context.ts';
import { reconcileCosts } from '#shared/costs/reconcile-costs.ts';
import { noRateLimits } from '#tests/harness/no-rate-limits.ts';
import { OutageLoad } from '#tests/harness/outages/outage-load.ts';
import { type PostgresServer, startPostgresServer } from '#tests/harness/outages/postgres-server.ts';
import { type RedisServer, startRedisServer } from '#tests/harness/redis-server.ts';
import { queueBackends } from '#tests/harness/queue-backends.ts';
import { tinyScan } from '#tests/harness/samples.ts';
import { spawnWorker, type WorkerProcess } from '#tests/harness/spawn-worker.ts';
import { tellFigure } from '#tests/harness/tell-figure.ts';

/** Outages of each kind; the full run has more. */
const rounds = Number(process.env['OUTAGE_FAULT_ROUNDS'] ?? 1);
const clients = 6;
const pagesOfJob = 3;
/** Answers before an outage, and during it. */
const [answersBefore, answersDuring] = rounds > 1 ? [150, 60] : [60, 30];
/** As often as production asks for it is too seldom for a test that waits. */
const reconcileEveryMs = 5000;

const closing: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).toReversed()) await close();
});

interface Bench {
  system: System;
  worker: WorkerProcess;
  postgres: PostgresServer;
  redis: RedisServer | null;
}

async function openBench(withRedis: boolean): Promise<Bench> {
  const postgres = await startPostgresServer();
  closing.push(postgres.close);
  const redis = withRedis ? await startRedisServer({ appendonly: true }) : null;
  if (redis !== null) closing.push(redis.close);
  const folder = await mkdtemp(join(tmpdir(), 'll-outage-data-'));
  closing.push(async () => rm(folder, { recursive: true, force: true }));
  const environment = {
    DATABASE_URL: postgres.url,
    DATA_FOLDER: folder,
    PORT: '0',
    LOG_LEVEL: 'silent',
    QUEUE_LEASE_SECONDS: '2',
    OCR_ENGINE: 'fixed-latency',
    OCR_FIXED_LATENCY_MS: '20',
    OCR_DPI: '72',
    PAGE_PICTURE_DPI: '0',
    ...(redis === null ? {} : { REDIS_URL: redis.url, AUDIT_DURABLE_MODE: 'redis' }),
    ...noRateLimits,
  };
  const system = await startSystem({ overrides: environment, withWorker: false });
  closing.push(system.close);
  const worker = await spawnWorker(environment);
  closing.push(async () => worker.end('SIGKILL'));
  return { system, worker, postgres, redis };
}

async function loadOf({ system }: Bench): Promise<OutageLoad> {
  const key = await createApiKey(system.services.db, { tenantId: 't', userId: 'u', scopes, embedded: true });
  const load = new OutageLoad({ url: system.url, key, file: await tinyScan(pagesOfJob) }, clients);
  closing.push(async () => load.stop());
  return load;
}

/** Service away while so many requests are answered, and back. */
async function interrupt(
  load: OutageLoad,
  away: () => Promise<void>,
  back: () => Promise<void>,
): Promise<void> {
  await answered(load, answersBefore);
  await away();
  await answered(load, answersDuring);
  await back();
}

async function answered(load: OutageLoad, more: number): Promise<void> {
  const goal = load.answers + more;
  await waitUntil(
    async () => load.answers,
    (answers) => answers >= goal,
  );
}

const count = async ({ system }: Bench, what: ReturnType<typeof sql>): Promise<number> => {
  const { rows } = await sql<{ n: number }>`select count(*)::int as n from ${what}`.execute(
    system.services.db,
  );
  return rows[0]?.n ?? 0;
};

const unended = sql`jobs where status in ('QUEUED', 'PROCESSING')`;
const unwritten = sql`exports where status = 'QUEUED'`;

/** Until nothing is at work, with the reconciliation that production calls by the clock. */
async function untilEnded(bench: Bench): Promise<void> {
  const { services } = bench.system;
  let reconciledAt = Date.now();
  await waitUntil(
    async () => {
      if (bench.worker.process.exitCode !== null) throw new Error('The worker has ended.');
      if (Date.now() - reconciledAt > reconcileEveryMs) {
        reconciledAt = Date.now();
        await ageSilent(bench);
        const actor = { kind: 'system', name: 'reconciliation' } as const;
        const { adjusted, failed } = await reconcileCosts({ ...services, actor, traceId: 't' });
        if (adjusted + failed > 0) throw new Error(`Adjusted ${adjusted}, gave up ${failed}.`);
      }
      return (await count(bench, unended)) + (await count(bench, unwritten));
    },
    (open) => open === 0,
  );
}

/** What has not moved between two looks counts as silent for a minute: the test need not wait that long. */
async function ageSilent({ system }: Bench): Promise<void> {
  const still = sql`now() - make_interval(secs => ${reconcileEveryMs / 1000})`;
  const { db } = system.services;
  await sql`
    update jobs set progress_at = progress_at - interval '1 minute'
     where status in ('QUEUED', 'PROCESSING') and progress_at < ${still}`.execute(db);
  await sql`
    update exports set created_at = created_at - interval '1 minute', rung_at = rung_at - interval '1 minute'
     where status = 'QUEUED' and created_at < ${still}`.execute(db);
}

async function expectKept(bench: Bench, { promised, faults }: OutageLoad): Promise<void> {
  expect(faults.slice(0, 10)).toEqual([]);
  const { db } = bench.system.services;
  const jobs = await db.selectFrom('jobs').selectAll().execute();
  const ids = new Set(jobs.map(({ id }) => id));
  expect([...promised.created].filter((id) => !ids.has(id))).toEqual([]);
  const started = jobs.filter(({ id }) => promised.started.has(id));
  const wrong = started.filter((job) => {
    const whole = job.status === 'COMPLETED' && job.pages_done === pagesOfJob && job.pages_failed === 0;
    const stopped = job.status === 'CANCELLED' && job.cancellation_requested;
    return !(whole || stopped) || job.spent_cents !== 12 * job.pages_done;
  });
  expect(wrong).toEqual([]);
  const ends = await sql<{ job_id: string; n: number }>`
    select job_id, count(*)::int as n from audit_events
     where event_type in ('EXTRACTED', 'CANCELLED', 'PARTIAL_CANCEL', 'ERROR') group by job_id`.execute(db);
  const endsOf = new Map(ends.rows.map((row) => [row.job_id, row.n]));
  expect(started.filter(({ id }) => endsOf.get(id) !== 1).map(({ id }) => id)).toEqual([]);
  const exports = await db.selectFrom('exports').select(['id', 'status', 'error_code']).execute();
  const written = new Set(exports.filter(({ status }) => status === 'COMPLETED').map(({ id }) => id));
  expect(exports.filter(({ id }) => promised.exports.has(id) && !written.has(id))).toEqual([]);
  expect([...promised.exports].filter((id) => !written.has(id))).toEqual([]);
  expect((await checkInvariants(db)).filter(({ violations }) => violations > 0)).toEqual([]);
}

function tell(on: string, load: OutageLoad): void {
  const statuses = [...load.statuses].toSorted(([a], [b]) => a - b).map(([status, n]) => `${n} x ${status}`);
  const { started, exports } = load.promised;
  const figure = `${rounds} of each outage; ${load.answers} answers (${statuses.join(', ')}), slowest ${(load.slowestMs / 1000).toFixed(1)} s; ${started.size} jobs, ${exports.size} exports, 0 lost`;
  tellFigure({ on, figure });
}

describe.each(queueBackends())('services stopped under load, on $name', ({ name, redisUrl }) => {
  const timeout = 240_000 + rounds * 240_000;

  test(
    'Redis or Postgres held, killed and started again: no 5xx but 503 with Retry-After, no accepted job lost',
    { timeout },
    async () => {
      const bench = await openBench(redisUrl !== '');
      const { postgres, redis } = bench;
      const load = await loadOf(bench);
      for (let round = 0; round < rounds; round += 1) {
        if (redis !== null) {
          await interrupt(
            load,
            async () => redis.hold(),
            async () => redis.release(),
          );
          await interrupt(load, redis.kill, redis.start);
        }
        await interrupt(load, postgres.stop, postgres.start);
      }
      await answered(load, answersBefore);
      await load.stop();
      await untilEnded(bench);
      tell(name, load);
      await expectKept(bench, load);
      expect(load.statuses.get(503) ?? 0).toBeGreaterThan(0);
      expect(load.promised.started.size).toBeGreaterThan(0);
    },
  );
});
