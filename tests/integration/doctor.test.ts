import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { checkInvariants } from '#db/invariants.ts';
import { jobIn } from '#tests/harness/job-row.ts';
import { runCommand } from '#tests/harness/run-command.ts';
import { startWorkerBench, type WorkerBench } from '#tests/harness/worker-bench.ts';

let bench: WorkerBench;
beforeAll(async () => {
  bench = await startWorkerBench();
});
afterAll(async () => bench.close());

test('names each rule and ends with 0 where all hold, with 1 and their number where one is violated', async () => {
  const settings = { DATABASE_URL: bench.ctx.config.DATABASE_URL ?? '' };
  const rules = await checkInvariants(bench.ctx.db);
  const job = await jobIn(bench.ctx.db, 'PROCESSING');
  const well = await runCommand(['doctor'], settings);
  expect(well.code).toBe(0);
  for (const { says } of rules) expect(well.printed).toContain(`✓ ${says}`);
  await sql`update jobs set pages_done = 3 where id = ${job.id}`.execute(bench.ctx.db);
  const ill = await runCommand(['doctor'], settings);
  expect(ill.code).toBe(1);
  expect(ill.printed).toContain('✗ a job counts the pages it has   1 violations');
});

test('sees every violation that the constraints would have kept out', async () => {
  const { db } = bench.ctx;
  const job = await jobIn(db, 'COMPLETED', { user_id: 'v' });
  // A hand in the tables, as a restored dump without its constraints and triggers would be.
  await sql`alter table jobs drop constraint jobs_within_cap, drop constraint jobs_terminal_reserves_nothing`.execute(
    db,
  );
  await sql`alter table user_costs drop constraint user_costs_within_budget`.execute(db);
  await sql`drop index cost_records_one_pending`.execute(db);
  await sql`alter table cost_records drop constraint cost_records_failed_costs_nothing`.execute(db);
  await sql`alter table page_charges drop constraint page_charges_pkey`.execute(db);
  await sql`alter table jobs disable trigger user`.execute(db);
  await sql`update jobs set reserved_cents = 30000, spent_cents = 5, finished_at = now() - interval '2 hours'
    where id = ${job.id}`.execute(db);
  await sql`update user_costs set budget_cents = 1, reserved_cents = 1, spent_cents = 1 where user_id = 'v'`.execute(
    db,
  );
  for (const run of [1, 2, 3]) {
    await sql`insert into cost_records (job_id, tenant_id, user_id, run, provider, status, pages, completed_at)
      values (${job.id}, 't', 'v', ${run}, 'null', ${run === 3 ? 'FAILED' : 'PENDING'}, 1,
              ${run === 3 ? new Date() : null})`.execute(db);
  }
  for (const cents of [1, 2]) {
    await sql`insert into page_charges (job_id, page_no, tenant_id, user_id, run, kind, provider, rate_cents, cost_cents)
      values (${job.id}, 1, 't', 'v', 1, 'ocr', 'null', ${cents}, ${cents})`.execute(db);
  }
  await sql`insert into cost_adjustments (id, tenant_id, user_id, invariant, found_cents, expected_cents, repaired)
    values (gen_random_uuid(), 't', 'v', 'job-spent', 1, 2, false)`.execute(db);
  const other = await jobIn(db, 'COMPLETED', { user_id: 'w' });
  await sql`update jobs set spent_cents = 5 where id = ${other.id}`.execute(db);
  expect((await checkInvariants(db)).filter(({ violations }) => violations === 0)).toEqual([]);
});
