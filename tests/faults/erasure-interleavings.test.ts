import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { checkInvariants } from '#db/invariants.ts';
import { eraseLives } from '#tests/harness/erase-lives.ts';
import { queueBackends } from '#tests/harness/queue-backends.ts';
import { tinyScan } from '#tests/harness/samples.ts';
import { seededRandom } from '#tests/harness/seeded-random.ts';
import { tellFigure } from '#tests/harness/tell-figure.ts';
import { startTestSystem, type TestSystem } from '#tests/harness/test-system.ts';

/** The target is 1,000 over both queues; here fewer, so that every run of the tests has some. */
const times = Number(process.env['ERASURE_FAULT_LIVES'] ?? 16);

describe.each(queueBackends())('jobs on $name', ({ name, redisUrl }) => {
  let system: TestSystem;
  beforeAll(async () => {
    const engine = { OCR_ENGINE: 'fixed-latency', OCR_FIXED_LATENCY_MS: '100', OCR_WORKERS: '2' };
    const small = { OCR_DPI: '72', PAGE_PICTURE_DPI: '40', DATABASE_POOL_MAX: '20' };
    system = await startTestSystem({ REDIS_URL: redisUrl, ...engine, ...small });
  });
  afterAll(async () => system.close());

  test(
    `deleted at a random moment of its life, none of ${times} leaves a row or an object`,
    { timeout: 7_200_000 },
    async () => {
      const random = seededRandom(20_261);
      const { met, faults } = await eraseLives(system, { file: await tinyScan(2), times, atOnce: 8, random });
      expect(faults).toEqual([]);
      expect(Object.values(met).reduce((sum, count) => sum + count, 0)).toBe(times);
      const broken = (await checkInvariants(system.services.db)).filter(({ violations }) => violations > 0);
      expect(broken).toEqual([]);
      tellFigure({ on: name, figure: `${times} lives, met ${JSON.stringify(met)}: 0 objects, 0 rows` });
    },
  );
});
