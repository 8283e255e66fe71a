import { sql } from 'kysely';
import { v7 as uuidv7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Db, openDb } from '#db/client.ts';
import { rollUpCosts } from '#db/costs.ts';
import { deleteJobRows } from '#db/deletions.ts';
import { changeStatus } from '#db/jobs.ts';
import { migrate } from '#db/migrate.ts';
import type { JobStatus } from '#db/schema.ts';
import { freshDatabase } from '#tests/harness/fresh-database.ts';
import { jobIn } from '#tests/harness/job-row.ts';

const states: JobStatus[] = [
  'AWAITING_UPLOAD',
  'QUEUED',
  'PROCESSING',
  'COMPLETED',
  'FAILED',
  'CANCELLED',
  'DELETING',
];

/** Without a new run; DELETING and a retry begin one. */
const allowed: Record<JobStatus, JobStatus[]> = {
  AWAITING_UPLOAD: ['QUEUED', 'CANCELLED'],
  QUEUED: ['PROCESSING', 'FAILED', 'CANCELLED'],
  PROCESSING: ['COMPLETED', 'FAILED', 'CANCELLED'],
  COMPLETED: [],
  FAILED: [],
  CANCELLED: [],
  DELETING: [],
};
const inNextRun: Record<JobStatus, JobStatus[]> = {
  AWAITING_UPLOAD: ['DELETING'],
  QUEUED: ['DELETING'],
  PROCESSING: ['DELETING'],
  COMPLETED: ['DELETING', 'QUEUED'],
  FAILED: ['DELETING', 'QUEUED'],
  CANCELLED: ['DELETING', 'QUEUED'],
  DELETING: [],
};

let db: Db;
let drop: () => Promise<void>;
beforeAll(async () => {
  const database = await freshDatabase();
  db = openDb({ url: database.url, max: 8, connectTimeoutMs: 5000, onError: () => {} });
  await migrate(db);
  drop = async () => database.drop();
});
afterAll(async () => {
  await db.destroy();
  await drop();
});

describe('the database itself', () => {
  test.each(states)(
    'lets a job that is %s become what it may, in the run it may, and nothing else',
    async (from) => {
      for (const to of states.filter((each) => each !== from)) {
        for (const risesBy of [0, 1, 2, -1]) {
          const { id } = await jobIn(db, from);
          const possible =
            (risesBy === 0 && allowed[from].includes(to)) || (risesBy === 1 && inNextRun[from].includes(to));
          const change = sql`update jobs set status = ${to}, run = run + ${risesBy} where id = ${id}`.execute(
            db,
          );
          const outcome = await change.then(
            () => 'changed',
            ({ constraint }: { constraint: string }) => constraint,
          );
          // A run of 0 is refused by its own check before or after ours.
          const expected = possible ? /^changed$/ : /^jobs_(transition|run_check)$/;
          expect(outcome, `${from} to ${to}, run + ${risesBy}`).toMatch(expected);
        }
      }
    },
  );

  test('refuses a state it does not know, a job that begins elsewhere, and a run that rises by itself', async () => {
    const { id } = await jobIn(db, 'QUEUED');
    await expect(sql`update jobs set status = 'DONE' where id = ${id}`.execute(db)).rejects.toMatchObject({
      constraint: 'jobs_transition',
    });
    await expect(sql`update jobs set run = run + 1 where id = ${id}`.execute(db)).rejects.toMatchObject({
      constraint: 'jobs_transition',
    });
    await expect(jobIn(db, 'AWAITING_UPLOAD', { status: 'PROCESSING' })).rejects.toMatchObject({
      constraint: 'jobs_transition',
    });
  });

  test('lets a row go only out of DELETING, with a tombstone, after its costs were rolled up', async () => {
    const refused = { constraint: 'jobs_deletion' };
    const completed = await jobIn(db, 'COMPLETED');
    await expect(deleteJobRows(db, completed.id)).rejects.toMatchObject(refused);
    const job = await jobIn(db, 'DELETING');
    await expect(deleteJobRows(db, job.id)).rejects.toMatchObject(refused);
    await rollUpCosts(db, job);
    await expect(deleteJobRows(db, job.id)).rejects.toMatchObject(refused);
    await insertTombstone(job.id);
    expect(await deleteJobRows(db, job.id)).toBe(1);
  });

  test('lets a charge neither change nor go before its job’s costs were rolled up', async () => {
    const job = await jobIn(db, 'PROCESSING');
    await insertCharge(job.id, 1);
    const stands = { constraint: 'page_charges_stand' };
    await expect(sql`update page_charges set cost_cents = 0`.execute(db)).rejects.toMatchObject(stands);
    await expect(deleteJobRows(db, job.id)).rejects.toMatchObject(stands);
    await expect(insertCharge(job.id, 1)).rejects.toMatchObject({ constraint: 'page_charges_pkey' });
  });

  test('takes no second open record of a job, no end with money reserved, nothing beyond the cap', async () => {
    const job = await jobIn(db, 'PROCESSING', { cap_cents: 10 });
    const open = async (run: number) =>
      sql`insert into cost_records (job_id, tenant_id, user_id, run, provider, status)
          values (${job.id}, 't', 'u', ${run}, 'null', 'PENDING')`.execute(db);
    await open(1);
    await expect(open(2)).rejects.toMatchObject({ constraint: 'cost_records_one_pending' });
    const failed = sql`update cost_records set status = 'FAILED', completed_at = now(), pages = 1 where job_id = ${job.id}`;
    await expect(failed.execute(db)).rejects.toMatchObject({
      constraint: 'cost_records_failed_costs_nothing',
    });
    const stillOpen = sql`update cost_records set status = 'COMPLETED' where job_id = ${job.id}`;
    await expect(stillOpen.execute(db)).rejects.toMatchObject({ constraint: 'cost_records_pending_is_open' });
    const set = async (reserved: number, status: string) =>
      sql`update jobs set reserved_cents = ${reserved}, status = ${status} where id = ${job.id}`.execute(db);
    await expect(set(11, 'PROCESSING')).rejects.toMatchObject({ constraint: 'jobs_within_cap' });
    await expect(set(10, 'COMPLETED')).rejects.toMatchObject({
      constraint: 'jobs_terminal_reserves_nothing',
    });
  });
});

test('of a completion and a cancellation that come at once exactly one wins, every time', async () => {
  for (let time = 0; time < 50; time += 1) {
    const { id: jobId } = await jobIn(db, 'PROCESSING');
    const ends = (['COMPLETED', 'CANCELLED', 'FAILED'] as const).map(async (to) =>
      changeStatus(db, { jobId, from: ['PROCESSING'], to }),
    );
    const won = (await Promise.all(ends)).filter((job) => job !== undefined);
    expect(won).toHaveLength(1);
  }
});

async function insertTombstone(jobId: string): Promise<void> {
  await sql`
    insert into deletion_manifests (id, job_id, tenant_id, user_id, status, artifacts, bucket, object_prefix, uploads_expire_at)
    values (${uuidv7()}, ${jobId}, 't', 'u', 'DELETING', '[]', 'local', 'x', now())`.execute(db);
}

async function insertCharge(jobId: string, pageNo: number): Promise<void> {
  await sql`
    insert into page_charges (job_id, page_no, tenant_id, user_id, run, kind, provider, rate_cents, cost_cents)
    values (${jobId}, ${pageNo}, 't', 'u', 1, 'ocr', 'null', 12, 12)`.execute(db);
}
