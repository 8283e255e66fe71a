import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { waitUntil } from '#bin/wait-until.ts';
import { checkInvariants } from '#db/invariants.ts';
import { reconcileCosts } from '#shared/costs/reconcile-costs.ts';
import { queueBackends } from '#tests/harness/queue-backends.ts';
import { tinyScan } from '#tests/harness/samples.ts';
import { countBegun, spawnFaultWorker } from '#tests/harness/spawn-fault-worker.ts';
import type { WorkerProcess } from '#tests/harness/spawn-worker.ts';
import { tellFigure } from '#tests/harness/tell-figure.ts';
import { startTestSystem, type TestSystem } from '#tests/harness/test-system.ts';

/** The target is 700 jobs and 100 kills; here fewer, so that every run of the tests has some. */
const jobCount = Number(process.env['WORKER_FAULT_JOBS'] ?? 3);
const killCount = Number(process.env['WORKER_FAULT_KILLS'] ?? 2);
const pagesOfJob = 10;
const pageCount = jobCount * pagesOfJob;
const mostRework = 0.02;
/** As often as production asks for it is too seldom for a test that waits. */
const reconcileEveryMs = 10_000;

describe.each(queueBackends())('two workers on $name', ({ name, redisUrl }) => {
  let system: TestSystem;
  const workers: WorkerProcess[] = [];
  const names: string[] = [];
  let reconciledAt = Date.now();

  beforeAll(async () => {
    system = await startTestSystem(
      {
        REDIS_URL: redisUrl,
        OCR_WORKERS: '1',
        OCR_FIXED_LATENCY_MS: '20',
        OCR_DPI: '72',
        PAGE_PICTURE_DPI: '0',
      },
      { withWorker: false },
    );
  });
  afterAll(async () => {
    await Promise.all(workers.map(async (worker) => worker.end('SIGKILL')));
    await system.close();
  });

  const start = async (place: number): Promise<void> => {
    const each = `worker-${names.length}`;
    names.push(each);
    workers[place] = await spawnFaultWorker(system, { name: each });
  };

  const count = async (what: ReturnType<typeof sql>): Promise<number> => {
    if (Date.now() - reconciledAt > reconcileEveryMs) {
      reconciledAt = Date.now();
      const done = await reconcileCosts({
        ...system.services,
        actor: { kind: 'system', name: 'reconciliation' },
        traceId: 't',
      });
      expect(done.adjusted).toBe(0);
    }
    const { rows } = await sql<{ n: number }>`select count(*)::int as n from ${what}`.execute(
      system.services.db,
    );
    return rows[0]?.n ?? 0;
  };

  const submitAll = async (): Promise<void> => {
    const file = await tinyScan(pagesOfJob);
    for (let job = 0; job < jobCount; job += 1) await system.client.submit('a.pdf', file);
  };

  test(
    `killed ${killCount} times over ${jobCount} jobs of ${pagesOfJob} pages: each page is stored and charged once, little is done again`,
    { timeout: 3_600_000 },
    async () => {
      await submitAll();
      await Promise.all([start(0), start(1)]);
      for (let kill = 1; kill <= killCount; kill += 1) {
        const due = Math.floor((pageCount * kill) / (killCount + 1));
        await waitUntil(
          async () => count(sql`pages`),
          (pages) => pages >= due,
        );
        await sleep(Math.random() * 100);
        await workers[kill % 2]?.end('SIGKILL');
        await start(kill % 2);
      }
      await waitUntil(
        async () => count(sql`jobs where finished_at is null`),
        (unfinished) => unfinished === 0,
      );
      expect(
        await count(sql`jobs where status = 'COMPLETED' and pages_done = ${pagesOfJob} and pages_failed = 0`),
      ).toBe(jobCount);
      expect(await count(sql`pages where status = 'DONE' and source = 'ocr'`)).toBe(pageCount);
      expect(await count(sql`page_charges where cost_cents = 12`)).toBe(pageCount);
      expect(await count(sql`jobs where spent_cents <> ${pagesOfJob * 12}`)).toBe(0);
      expect((await checkInvariants(system.services.db)).filter(({ violations }) => violations > 0)).toEqual(
        [],
      );
      const begun = await Promise.all(names.map(async (each) => countBegun(system, each)));
      const again = begun.reduce((sum, each) => sum + each, 0) - pageCount;
      const rework = again / pageCount;
      const share = (rework * 100).toFixed(2);
      const figure = `${killCount} kills, 0 of ${pageCount} pages lost, 0 charged twice, ${again} read again (${share} %)`;
      // A kill costs a worker what it is reading, so that the share follows from the pages between two kills.
      tellFigure({ on: name, figure, met: rework <= mostRework });
      expect(again).toBeLessThanOrEqual(killCount);
    },
  );
});
