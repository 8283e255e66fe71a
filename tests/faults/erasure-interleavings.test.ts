import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { checkInvariants } from '#db/invariants.ts';
import { openServices, type OpenServices } from '#shared/open-services.ts';
import type { ObjectStore } from '#shared/store/object-store.ts';
import { eraseLives } from '#tests/harness/erase-lives.ts';
import { queueBackends } from '#tests/harness/queue-backends.ts';
import { tinyScan } from '#tests/harness/samples.ts';
import { seededRandom } from '#tests/harness/seeded-random.ts';
import { tellFigure } from '#tests/harness/tell-figure.ts';
import { startTestSystem, type TestSystem } from '#tests/harness/test-system.ts';
import { openEngine } from '#worker/ocr/open-engine.ts';
import { type RunningWorker, startWorker } from '#worker/start-worker.ts';

/** The target is 1,000 over both queues; here fewer, so that every run of the tests has some. */
const times = Number(process.env['ERASURE_FAULT_LIVES'] ?? 16);

const farMs = 400;
const random = seededRandom(20_261);

/** A store at a distance: an object comes to lie there well after the worker has looked whether it may. */
function slow(store: ObjectStore): void {
  const put = store.put.bind(store);
  store.put = async (...object) => {
    await sleep(random() * farMs);
    await put(...object);
  };
}

describe.each(queueBackends())('jobs on $name', ({ name, redisUrl }) => {
  let system: TestSystem;
  let services: OpenServices;
  let worker: RunningWorker;
  beforeAll(async () => {
    const engine = { OCR_ENGINE: 'fixed-latency', OCR_FIXED_LATENCY_MS: '100', OCR_WORKERS: '2' };
    const small = { OCR_DPI: '72', PAGE_PICTURE_DPI: '40', DATABASE_POOL_MAX: '20' };
    system = await startTestSystem({ REDIS_URL: redisUrl, ...engine, ...small }, { withWorker: false });
    services = await openServices(system.config, 'worker');
    slow(services.store);
    worker = await startWorker(services, await openEngine(system.config));
  });
  afterAll(async () => {
    await worker.stop();
    await services.close();
    await system.close();
  });

  test(
    `deleted at a random moment of its life, none of ${times} leaves a row or an object`,
    { timeout: 7_200_000 },
    async () => {
      const { met, faults } = await eraseLives(system, { file: await tinyScan(2), times, atOnce: 8, random });
      expect(faults).toEqual([]);
      expect(Object.values(met).reduce((sum, count) => sum + count, 0)).toBe(times);
      const broken = (await checkInvariants(system.services.db)).filter(({ violations }) => violations > 0);
      expect(broken).toEqual([]);
      tellFigure({ on: name, figure: `${times} lives, met ${JSON.stringify(met)}: 0 objects, 0 rows` });
    },
  );
});
