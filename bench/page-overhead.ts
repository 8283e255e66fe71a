/**
 * What a page costs beside its recognition, and how well pages spread over workers, with an engine that only waits.
 *
 *   npm run bench:overhead -- [--redis URL] [--workers 1,4,16,64] [--rounds 10] [--latency 1000]
 *
 * How to read it: "overhead" is the time per page of a long document with one recogniser that takes no time: the task on
 * the queue, the looks at the job and the commit; rendering belongs to reading and is kept as small as it goes (a page of
 * an inch at 72 dpi, no pictures). The goal is 50 ms with the queue on PostgreSQL. "CPU" is of the worker's process alone,
 * opening, assembly and start included. "efficiency" is the time that the workers would need if nothing but the engine's latency counted, divided by
 * the time they took from the quote to the last page: 1 is ideal, the goal is .9 at 64. Workers are places of one worker
 * process, as OCR_WORKERS sets them, so that at 64 the cores of the machine have to do 64 / latency pages a second; the
 * load of the machine while it ran is printed, because on a busy one that is what is measured.
 */
import { availableParallelism, loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import { sql } from 'kysely';
import { waitUntil } from '#bin/wait-until.ts';
import { findJob } from '#db/jobs.ts';
import { tinyScan } from '#tests/harness/samples.ts';
import { startBenchSystem } from './bench-system.ts';

const OVERHEAD_GOAL_MS = 50;
const EFFICIENCY_GOAL = 0.9;
const OVERHEAD_PAGES = 100;
const { values } = parseArgs({
  options: {
    redis: { type: 'string', default: '' },
    workers: { type: 'string', default: '1,4,16,64' },
    rounds: { type: 'string', default: '10' },
    latency: { type: 'string', default: '1000' },
  },
});

interface Setting {
  redisUrl: string;
  workers: number;
  latencyMs: number;
  pages: number;
}

async function main(): Promise<number> {
  const latencyMs = Number(values.latency);
  let met = true;
  for (const redisUrl of values.redis === '' ? [''] : ['', values.redis]) {
    const queue = redisUrl === '' ? 'PostgreSQL' : 'Redis';
    const spent = await measure({ redisUrl, workers: 1, latencyMs: 0, pages: OVERHEAD_PAGES });
    const overheadMs = spent.tookMs / OVERHEAD_PAGES;
    console.log(`queue on ${queue}: overhead ${overheadMs.toFixed(1)} ms a page   ${load()}`);
    met &&= redisUrl !== '' || overheadMs <= OVERHEAD_GOAL_MS;
    for (const workers of values.workers.split(',').map(Number)) {
      const pages = workers * Number(values.rounds);
      const { tookMs, cpuMs } = await measure({ redisUrl, workers, latencyMs, pages });
      const efficiency = (Number(values.rounds) * latencyMs) / tookMs;
      const rate = (pages / tookMs) * 1000;
      console.log(
        `  ${String(workers).padStart(3)} workers  ${rate.toFixed(2).padStart(7)} pages/s  efficiency ${efficiency.toFixed(3)}  CPU ${(cpuMs / pages).toFixed(1)} ms a page   ${load()}`,
      );
      met &&= workers < 64 || efficiency >= EFFICIENCY_GOAL;
    }
  }
  return met ? 0 : 1;
}

interface Measured {
  /** From the quote of a document to its last page. */
  tookMs: number;
  cpuMs: number;
}

async function measure({ redisUrl, workers, latencyMs, pages }: Setting): Promise<Measured> {
  const system = await startBenchSystem({
    OCR_ENGINE: 'fixed-latency',
    OCR_FIXED_LATENCY_MS: String(latencyMs),
    OCR_WORKERS: String(workers),
    OCR_DPI: '72',
    PAGE_PICTURE_DPI: '0',
    DATABASE_POOL_MAX: '20',
    REDIS_URL: redisUrl,
  });
  try {
    const { db } = system.services;
    const before = process.cpuUsage();
    const { jobId } = await system.client.submit('bench.pdf', await tinyScan(pages));
    const job = await waitUntil(
      async () => findJob(db, jobId),
      (each) => each?.finished_at !== null,
    );
    if (job?.pages_done !== pages) throw new Error(`${job?.pages_done} of ${pages} pages were read`);
    const { user, system: kernel } = process.cpuUsage(before);
    const { rows } = await sql<{ ms: number }>`
      select extract(epoch from (select max(created_at) from pages where job_id = ${jobId}) - created_at)::float8 * 1000 as ms
        from cost_records where job_id = ${jobId}`.execute(db);
    return { tookMs: rows[0]?.ms ?? 0, cpuMs: (user + kernel) / 1000 };
  } finally {
    await system.close();
  }
}

function load(): string {
  return `(load ${loadavg()[0]?.toFixed(1)} on ${availableParallelism()} cores)`;
}

process.exitCode = await main();
