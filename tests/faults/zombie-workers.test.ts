import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { waitUntil } from '#bin/wait-until.ts';
import { checkInvariants } from '#db/invariants.ts';
import { queueBackends } from '#tests/harness/queue-backends.ts';
import { tinyScan } from '#tests/harness/samples.ts';
import { type FaultWorker, spawnFaultWorker } from '#tests/harness/spawn-fault-worker.ts';
import { tellFigure } from '#tests/harness/tell-figure.ts';
import { startTestSystem, type TestSystem } from '#tests/harness/test-system.ts';

/** A multiple of four: what may have become of a job meanwhile. */
const jobCount = Number(process.env['ZOMBIE_FAULT_JOBS'] ?? 4);
const fates = ['finished', 'cancelled', 'anew', 'erased'] as const;

describe.each(queueBackends())('a worker on $name that is held beyond its locks', ({ name, redisUrl }) => {
  let system: TestSystem;
  const workers: FaultWorker[] = [];

  beforeAll(async () => {
    system = await startTestSystem(
      {
        REDIS_URL: redisUrl,
        OCR_WORKERS: String(Math.min(64, jobCount)),
        OCR_FIXED_LATENCY_MS: '200',
        OCR_DPI: '72',
        PAGE_PICTURE_DPI: '0',
        SHUTDOWN_GRACE_SECONDS: '60',
        DATABASE_POOL_MAX: '20',
      },
      { withWorker: false },
    );
  });
  afterAll(async () => {
    await Promise.all(workers.map(async (worker) => worker.process.exitCode ?? worker.end('SIGKILL')));
    await system.close();
  });

  const spawn = async (as: string, holdAt = 0): Promise<FaultWorker> => {
    const worker = await spawnFaultWorker(system, { name: as, holdAt });
    workers.push(worker);
    return worker;
  };

  /** All that a late page could touch. */
  const written = async (): Promise<unknown> => {
    const { rows } = await sql`
      select 'job' as what, id as job_id, run, status, pages_done, pages_failed, spent_cents, reserved_cents from jobs
      union all select 'page', job_id, run, status || created_at, page_no, 0, 0, 0 from pages
      union all select 'charge', job_id, run, created_at::text, page_no, 0, cost_cents, 0 from page_charges
      union all select 'record', job_id, run, status, pages, 0, cost_cents, 0 from cost_records
      union all select 'user', null, null, user_id, 0, 0, spent_cents, reserved_cents from user_costs
      order by 1, 2, 3, 5`.execute(system.services.db);
    return rows;
  };

  const untilStatus = async (jobIds: string[], status: string): Promise<void> => {
    for (const jobId of jobIds) {
      const job = await waitUntil(
        async () => system.client.job(jobId),
        ({ status: now }) => ['COMPLETED', 'CANCELLED', 'FAILED'].includes(now),
      );
      expect(job.status).toBe(status);
    }
  };

  const untilErased = async (jobIds: string[]): Promise<void> => {
    for (const jobId of jobIds)
      await waitUntil(
        async () => (await system.fetch(`/api/jobs/${jobId}/delete`)).json() as Promise<{ status: string }>,
        ({ status }) => status === 'COMPLETED',
      );
  };

  test(
    `writes nothing of its ${jobCount} pages when it wakes, whatever became of their jobs`,
    { timeout: 180_000 },
    async () => {
      const zombie = await spawn('zombie', jobCount);
      const jobs = { finished: [], cancelled: [], anew: [], erased: [] } as Record<string, string[]>;
      const file = await tinyScan(1);
      for (let job = 0; job < jobCount; job += 1) {
        const { jobId } = await system.client.submit('a.pdf', file);
        jobs[fates[job % fates.length] ?? '']?.push(jobId);
      }
      const { finished = [], cancelled = [], anew = [], erased = [] } = jobs;
      await zombie.untilHeld();
      // Before there is another worker, which would be done too soon.
      for (const jobId of [...cancelled, ...anew]) await system.client.cancel(jobId);
      for (const jobId of erased) await system.fetch(`/api/jobs/${jobId}/delete`, { method: 'POST' });
      const other = await spawn('other');
      await untilStatus(finished, 'COMPLETED');
      await untilStatus([...cancelled, ...anew], 'CANCELLED');
      await untilErased(erased);
      expect(await other.end('SIGTERM')).toBe(0);
      // In their next run, at work, and their page not stored: nothing but the run stands against the late one.
      const holder = await spawn('holder', anew.length);
      for (const jobId of anew) await system.fetch(`/api/jobs/${jobId}/retry`, { method: 'POST' });
      await holder.untilHeld();
      const before = await written();
      // Heard before it would take new work, for it is sent before it wakes.
      const gone = zombie.end('SIGTERM');
      await zombie.release();
      expect(await gone).toBe(0);
      expect(await written()).toEqual(before);
      await holder.release();
      await untilStatus(anew, 'COMPLETED');
      expect((await checkInvariants(system.services.db)).filter(({ violations }) => violations > 0)).toEqual(
        [],
      );
      tellFigure({ on: name, figure: `0 of ${jobCount} late writes accepted` });
    },
  );
});
