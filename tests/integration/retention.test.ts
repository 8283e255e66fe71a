import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { JobStatus } from '#db/schema.ts';
import { eraseJob } from '#shared/deletion/erase-job.ts';
import { expireJobs } from '#shared/deletion/expire-jobs.ts';
import { sweepErasures } from '#shared/deletion/sweep-erasures.ts';
import { jobIn } from '#tests/harness/job-row.ts';
import { startWorkerBench, type WorkerBench } from '#tests/harness/worker-bench.ts';

let bench: WorkerBench;
beforeEach(async () => {
  bench = await startWorkerBench({ RETENTION_DAYS: '30' });
});
afterEach(async () => bench.close());

/** A job that came to a state so many days ago. */
async function aged(status: JobStatus, days: number): Promise<string> {
  const { id } = await jobIn(bench.ctx.db, status);
  await sql`
    update jobs set created_at = now() - make_interval(days => ${days + 1}::int),
           finished_at = case when status in ('COMPLETED', 'FAILED', 'CANCELLED')
                         then now() - make_interval(days => ${days}::int) end where id = ${id}`.execute(
    bench.ctx.db,
  );
  return id;
}

const deleting = async (): Promise<string[]> => {
  const rows = await bench.ctx.db.selectFrom('deletion_manifests').select('job_id').execute();
  return rows.map(({ job_id: id }) => id).toSorted();
};

describe('RETENTION_DAYS', () => {
  test('deletes what ended longer ago, and leaves the younger, the unfinished and the held', async () => {
    const { db } = bench.ctx;
    const over = [await aged('COMPLETED', 31), await aged('FAILED', 40), await aged('CANCELLED', 400)];
    for (const status of ['COMPLETED', 'FAILED', 'CANCELLED'] as const) await aged(status, 29);
    for (const status of ['AWAITING_UPLOAD', 'QUEUED', 'PROCESSING'] as const) await aged(status, 400);
    const held = await aged('COMPLETED', 400);
    await db.updateTable('jobs').set({ legal_hold: true }).where('id', '=', held).execute();
    expect(await sweepErasures(bench.ctx)).toEqual({
      answersForgotten: 0,
      expired: 3,
      usersErased: 0,
      rung: 3,
      overdue: 0,
    });
    expect(await deleting()).toEqual(over.toSorted());
    expect(await expireJobs(bench.ctx)).toEqual({ expired: 0 });
    // The hold is heeded, not held against the job: nobody has asked for it to be gone.
    const refused = await db
      .selectFrom('audit_events')
      .select('id')
      .where('event_type', '=', 'DELETION_REFUSED')
      .execute();
    expect(refused).toEqual([]);
  });

  test('goes by the one protocol: in nobody’s name, with its reason, to a certificate', async () => {
    const { db } = bench.ctx;
    const jobId = await aged('COMPLETED', 31);
    await expireJobs(bench.ctx);
    const events = async () =>
      db
        .selectFrom('audit_events')
        .select(['event_type', 'user_id', 'metadata'])
        .where('job_id', '=', jobId)
        .orderBy('created_at')
        .execute();
    expect(await events()).toEqual([
      { event_type: 'DELETION_REQUESTED', user_id: null, metadata: { reason: 'retention' } },
    ]);
    expect(await eraseJob(bench.ctx, jobId)).toEqual({ state: 'done' });
    const manifest = await db.selectFrom('deletion_manifests').selectAll().executeTakeFirstOrThrow();
    expect(manifest).toMatchObject({ status: 'COMPLETED', user_id: null });
    expect(manifest.certificate).not.toBeNull();
  });

  test('takes a bounded number at once, oldest first', async () => {
    const { db } = bench.ctx;
    const { id } = await jobIn(db, 'CANCELLED');
    await sql`alter table jobs disable trigger user`.execute(db);
    await sql`
      insert into jobs select (jsonb_populate_record(j, jsonb_build_object('id', gen_random_uuid(),
             'finished_at', now() - make_interval(days => 30 + n)))).* from jobs j, generate_series(1, 120) n
       where j.id = ${id}`.execute(db);
    await sql`alter table jobs enable trigger user`.execute(db);
    expect(await expireJobs(bench.ctx)).toEqual({ expired: 100 });
    const { rows } = await sql<{ youngest: number; left: number }>`
      select (extract(day from now() - max(finished_at) filter (where status = 'DELETING')))::int as youngest,
             (count(*) filter (where status <> 'DELETING'))::int as left from jobs`.execute(db);
    expect(rows).toEqual([{ youngest: 51, left: 21 }]);
    expect(await expireJobs(bench.ctx)).toEqual({ expired: 20 });
  });

  test('a job that was started again meanwhile stays', async () => {
    const { db } = bench.ctx;
    const jobId = await aged('FAILED', 31);
    // The retry commits after the sweep has listed the job and before it has its lock.
    const retried = db.transaction().execute(async (tx) => {
      await sql`update jobs set status = 'QUEUED', run = run + 1, finished_at = null where id = ${jobId}`.execute(
        tx,
      );
      const sweeping = expireJobs(bench.ctx);
      await expect
        .poll(async () => {
          const { rows } = await sql<{ n: number }>`select count(*)::int as n from pg_stat_activity
            where datname = current_database() and wait_event_type = 'Lock'`.execute(db);
          return rows[0]?.n;
        })
        .toBe(1);
      return { sweeping };
    });
    expect(await (await retried).sweeping).toEqual({ expired: 0 });
    expect(await deleting()).toEqual([]);
  });

  test('of 0, the default, keeps everything', async () => {
    await aged('COMPLETED', 10_000);
    const config = { ...bench.ctx.config, RETENTION_DAYS: 0 };
    expect(await expireJobs({ ...bench.ctx, config })).toEqual({ expired: 0 });
    const off = { ...bench.ctx.config, FEATURES_T3_GDPR: false };
    expect(await expireJobs({ ...bench.ctx, config: off })).toEqual({ expired: 0 });
  });
});
