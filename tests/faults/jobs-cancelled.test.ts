import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { cancelJobs } from '#tests/harness/cancel-jobs.ts';
import { queueBackends } from '#tests/harness/queue-backends.ts';
import { tinyScan } from '#tests/harness/samples.ts';
import { tellFigure } from '#tests/harness/tell-figure.ts';
import { startTestSystem, type TestSystem } from '#tests/harness/test-system.ts';

/** The target is 500; here fewer, so that every run of the tests has some. */
const times = Number(process.env['CANCEL_FAULT_TIMES'] ?? 5);
const goalMs = 1000;

describe.each(queueBackends())('jobs on $name', ({ name, redisUrl }) => {
  let system: TestSystem;
  beforeAll(async () => {
    const engine = { OCR_ENGINE: 'fixed-latency', OCR_FIXED_LATENCY_MS: '300', OCR_WORKERS: '2' };
    system = await startTestSystem({ REDIS_URL: redisUrl, ...engine, OCR_DPI: '72', PAGE_PICTURE_DPI: '0' });
  });
  afterAll(async () => system.close());

  test(
    `cancelled ${times} times at a random moment have one end each, and cost the pages that were read`,
    { timeout: 3_600_000 },
    async () => {
      const { endedMs, ends, late, faults } = await cancelJobs(system, { file: await tinyScan(6), times });
      expect(faults).toEqual([]);
      expect(endedMs.length + late).toBe(times);
      const p95 = endedMs.toSorted((a, b) => a - b)[Math.ceil(endedMs.length * 0.95) - 1] ?? 0;
      const figure = `p95 ${p95.toFixed(0)} ms of ${endedMs.length}, ${late} after the end, ${JSON.stringify(ends)}, 0 faults`;
      tellFigure({ on: name, figure, met: p95 <= goalMs });
    },
  );
});
