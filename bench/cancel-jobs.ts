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
import { parseArgs } from 'node:util';
import { type Cancellations, cancelJobs } from '#tests/harness/cancel-jobs.ts';
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
    const outcomes = await cancelJobs(system, { file, times: Number(values.times) });
    console.log(`a job that is not cancelled lives for ${Math.round(outcomes.lifeMs)} ms`);
    return print(system, outcomes);
  } finally {
    await system.close();
  }
}

function print(system: BenchSystem, { endedMs, ends, late, faults }: Cancellations): number {
  const queue = system.services.queues.backend.kind;
  const [half, most, all] = [0.5, 0.95, 1].map((share) => percentile(endedMs, share).toFixed(0));
  console.log(`${values.engine}, queue on ${queue}: ${endedMs.length} cancelled, ${late} came after the end`);
  console.log(`  ended ms   p50 ${half}   p95 ${most}   max ${all}   (goal: p95 <= ${GOAL_MS})`);
  console.log(`  ends       ${JSON.stringify(ends)}`);
  console.log(`  faults     ${faults.length}${faults.map((fault) => `\n    ${fault}`).join('')}`);
  return faults.length === 0 && percentile(endedMs, 0.95) <= GOAL_MS ? 0 : 1;
}

process.exitCode = await main();
