/**
 * Cancels jobs at random moments through the whole system (API, queue, worker, database) and looks at what is left.
 *
 *   npm run bench:cancel-jobs -- [--times 500] [--engine fixed-latency|tesseract.js|tesseract] [--pages 6] [--redis URL]
 *
 * How to read it: "ended" is the time from sending the cancellation until the job stands in a final state in the
 * database, where it had still to stop; the promise is 1 s at the 95th percentile. Moments are spread over the life of a
 * job that is not cancelled, the queue and the opening included; cancellations that came after the end are counted apart.
 * "faults" must be 0: more or fewer than one end in the trail, cents that are not those of the pages stored, a rule of the
 * ledger violated. Jobs come one after another, so that times are not those of a machine that is too busy.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { waitUntil } from '#bin/wait-until.ts';
import { checkInvariants } from '#db/invariants.ts';
import { findJob, type JobRow } from '#db/jobs.ts';
import { scanOfPages, tinyScan } from '#tests/harness/samples.ts';
import { type BenchSystem, startBenchSystem } from './bench-system.ts';
import { percentile } from './percentile.ts';

const GOAL_MS = 1000;
const { values } = parseArgs({
  options: {
    times: { type: 'string', default: '500' },
    engine: { type: 'string', default: 'fixed-latency' },
    pages: { type: 'string', default: '6' },
    redis: { type: 'string', default: '' },
  },
});

interface Outcomes {
  endedMs: number[];
  ends: Record<string, number>;
  late: number;
  faults: string[];
}

async function main(): Promise<number> {
  const system = await startBenchSystem({
    OCR_ENGINE: values.engine,
    OCR_FIXED_LATENCY_MS: '300',
    OCR_WORKERS: '2',
    REDIS_URL: values.redis,
  });
  try {
    const pages = Number(values.pages);
    const file = values.engine === 'fixed-latency' ? await tinyScan(pages) : await scanOfPages(pages);
    const outcomes = await cancelMany(system, file);
    for (const { says, violations } of await checkInvariants(system.services.db)) {
      if (violations > 0) outcomes.faults.push(`violated ${violations} times: ${says}`);
    }
    return print(system, outcomes);
  } finally {
    await system.close();
  }
}

async function cancelMany(system: BenchSystem, file: Uint8Array): Promise<Outcomes> {
  const lifeMs = await lifeOf(system, file);
  console.log(`a job that is not cancelled lives for ${Math.round(lifeMs)} ms`);
  const outcomes: Outcomes = { endedMs: [], ends: {}, late: 0, faults: [] };
  for (let time = 0; time < Number(values.times); time += 1) {
    const { jobId } = await system.client.submit('bench.pdf', file);
    await sleep(Math.random() * lifeMs);
    await cancelOne(system, jobId, outcomes);
  }
  return outcomes;
}

/** Of the second of two: the first one starts threads and processes. */
async function lifeOf({ client, services }: BenchSystem, file: Uint8Array): Promise<number> {
  let lifeMs = 0;
  for (let time = 0; time < 2; time += 1) {
    const startedAt = performance.now();
    const { jobId } = await client.submit('bench.pdf', file);
    await waitUntil(
      async () => findJob(services.db, jobId),
      (job) => job?.finished_at !== null,
    );
    lifeMs = performance.now() - startedAt;
  }
  return lifeMs;
}

async function cancelOne(system: BenchSystem, jobId: string, outcomes: Outcomes): Promise<void> {
  const sentAt = performance.now();
  const { status } = await system.client.cancel(jobId);
  const stood = performance.now() - sentAt;
  let job = await findJob(system.services.db, jobId);
  while (job?.finished_at === null) {
    await sleep(5);
    job = await findJob(system.services.db, jobId);
  }
  if (job === undefined) throw new Error('the job is gone');
  if (status === 'COMPLETED') outcomes.late += 1;
  else outcomes.endedMs.push(status === 'CANCELLED' ? stood : performance.now() - sentAt);
  const { end, faults } = await lookAt(system, job);
  outcomes.ends[end] = (outcomes.ends[end] ?? 0) + 1;
  outcomes.faults.push(...faults);
}

async function lookAt(
  { services: { db } }: BenchSystem,
  job: JobRow,
): Promise<{ end: string; faults: string[] }> {
  const ends = await db
    .selectFrom('audit_events')
    .select('event_type')
    .where('job_id', '=', job.id)
    .where('event_type', 'in', ['EXTRACTED', 'CANCELLED', 'PARTIAL_CANCEL', 'ERROR'])
    .execute();
  const read = await db
    .selectFrom('pages')
    .select('page_no')
    .where('job_id', '=', job.id)
    .where('status', '=', 'DONE')
    .where('source', '=', 'ocr')
    .execute();
  const faults: string[] = [];
  if (ends.length !== 1) faults.push(`${job.id} has ${ends.length} ends`);
  if (job.spent_cents !== read.length * job.rate_cents || job.reserved_cents !== 0) {
    faults.push(
      `${job.id} has ${read.length} pages for ${job.spent_cents} cents, ${job.reserved_cents} reserved`,
    );
  }
  return { end: ends.map((event) => event.event_type).join('+'), faults };
}

function print(system: BenchSystem, { endedMs, ends, late, faults }: Outcomes): number {
  const queue = system.services.queues.backend.kind;
  const [half, most, all] = [0.5, 0.95, 1].map((share) => percentile(endedMs, share).toFixed(0));
  console.log(`${values.engine}, queue on ${queue}: ${endedMs.length} cancelled, ${late} came after the end`);
  console.log(`  ended ms   p50 ${half}   p95 ${most}   max ${all}   (goal: p95 <= ${GOAL_MS})`);
  console.log(`  ends       ${JSON.stringify(ends)}`);
  console.log(`  faults     ${faults.length}${faults.map((fault) => `\n    ${fault}`).join('')}`);
  return faults.length === 0 && percentile(endedMs, 0.95) <= GOAL_MS ? 0 : 1;
}

process.exitCode = await main();
