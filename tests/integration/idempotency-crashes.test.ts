import { sql } from 'kysely';
import { Client } from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { waitUntil } from '#bin/wait-until.ts';
import type { UserCtx } from '#shared/context.ts';
import { requestDeletion } from '#shared/deletion/request-deletion.ts';
import { requestExport } from '#shared/exports/request-export.ts';
import { keyedRequest } from '#shared/idempotency/keyed-request.ts';
import { cancelJob } from '#shared/jobs/cancel-job.ts';
import { type CreatedJob, createJob } from '#shared/jobs/create-job.ts';
import { newTraceId } from '#shared/trace.ts';
import { jobIn } from '#tests/harness/job-row.ts';
import { mortalCtx } from '#tests/harness/mortal-ctx.ts';
import { startTestSystem, type TestSystem } from '#tests/harness/test-system.ts';

let system: TestSystem;
let blocker: Client;
beforeAll(async () => {
  system = await startTestSystem({ LOG_LEVEL: 'silent' }, { withWorker: false });
  blocker = new Client({ connectionString: system.environment['DATABASE_URL'] });
  await blocker.connect();
});
afterAll(async () => {
  await blocker.end();
  await system.close();
});

afterEach(async () => {
  await blocker.query('rollback');
});

const announced = {
  filename: 'a.pdf',
  bytes: 10,
  sha256: 'a'.repeat(64),
  contentType: 'application/pdf' as const,
};
const announce = async (key: string): Promise<Response> =>
  system.fetch('/api/jobs', {
    method: 'POST',
    headers: { 'idempotency-key': key },
    body: JSON.stringify({ ...announced, filename: `${key}.pdf` }),
  });

async function standing(filename: string): Promise<{ jobs: number; answers: number }> {
  const { db } = system.services;
  const jobs = await db.selectFrom('jobs').select('id').where('filename', '=', filename).execute();
  const answers = await db
    .selectFrom('kept_answers')
    .select('job_id')
    .where('body', 'like', `%${filename}%`)
    .execute();
  return { jobs: jobs.length, answers: answers.length };
}

/** Waits until a request has had its effect and is about to keep its answer, which the lock does not let it. */
async function atTheKeeping(): Promise<number> {
  const [pid] = await waitUntil(
    async () => {
      const { rows } = await sql<{ pid: number }>`
        select pid from pg_stat_activity
         where datname = current_database() and wait_event_type = 'Lock'
           and query like 'insert into "kept_answers"%'`.execute(system.services.db);
      return rows.map((row) => row.pid);
    },
    (waiting) => waiting.length > 0,
  );
  return pid ?? 0;
}

/** Reading goes on, writing waits until it is let go. */
const holdKeeping = async (): Promise<void> => {
  await blocker.query('begin; lock table kept_answers in exclusive mode');
};

test('a connection that is killed between effect and key leaves neither, and the repetition has both', async () => {
  await holdKeeping();
  const first = announce('killed');
  await blocker.query('select pg_terminate_backend($1)', [await atTheKeeping()]);
  expect((await first).status).toBe(503);
  await blocker.query('rollback');
  expect(await standing('killed.pdf')).toEqual({ jobs: 0, answers: 0 });
  const second = await announce('killed');
  expect([second.status, second.headers.has('idempotency-replayed')]).toEqual([201, false]);
  expect(await standing('killed.pdf')).toEqual({ jobs: 1, answers: 1 });
});

test('while the first is under way the second is told to come again, and is then answered as the first', async () => {
  await holdKeeping();
  const first = announce('flight');
  await atTheKeeping();
  const second = await announce('flight');
  expect([second.status, second.headers.get('retry-after')]).toEqual([409, '2']);
  expect(await second.json()).toMatchObject({ code: 'request-in-flight' });
  await blocker.query('rollback');
  const { jobId } = (await (await first).json()) as CreatedJob;
  const third = await announce('flight');
  expect([third.status, third.headers.get('idempotency-replayed')]).toEqual([201, 'true']);
  expect(await third.json()).toMatchObject({ jobId });
});

interface Verb {
  verb: string;
  run: (ctx: UserCtx, jobId: string) => Promise<unknown>;
  happened: (jobId: string) => Promise<number>;
}

const eventsOf = (type: string) => async (jobId: string) => {
  const { db } = system.services;
  const events = db.selectFrom('audit_events').select('id').where('job_id', '=', jobId);
  return (await events.where('event_type', '=', type).execute()).length;
};

const verbs: Verb[] = [
  { verb: 'cancelJob', run: cancelJob, happened: eventsOf('CANCELLED') },
  { verb: 'requestDeletion', run: requestDeletion, happened: eventsOf('DELETION_REQUESTED') },
  {
    verb: 'requestExport',
    run: async (ctx, jobId) => requestExport(ctx, jobId, { format: 'pdf' }),
    happened: async (jobId) =>
      (await system.services.db.selectFrom('exports').select('id').where('job_id', '=', jobId).execute())
        .length,
  },
];

let userCtx: UserCtx;
beforeEach(() => {
  const actor = { kind: 'user' as const, tenantId: 'tenant-a', userId: 'u', scopes: [], ip: null };
  userCtx = { ...system.services, actor, traceId: newTraceId() };
});

const keyed = () =>
  keyedRequest({ key: newTraceId(), method: 'POST', pathname: '/api/x', body: '' }, async (outcome) => ({
    status: 200,
    body: JSON.stringify(outcome),
  }));

/** Kills `run` after each of its statements, until it takes no more of them; answers how often. */
async function killAfterEach(run: (ctx: UserCtx) => Promise<void>): Promise<number> {
  for (let steps = 1; ; steps += 1) {
    const mortal = mortalCtx(userCtx, steps);
    await run({ ...userCtx, db: mortal.ctx.db, keyed: keyed() });
    await mortal.close();
    if (!mortal.isDead()) return steps;
  }
}

test.each(verbs)(
  '$verb, killed after any of its statements, has had its effect and kept its answer, or neither',
  async ({ run, happened }) => {
    const { db } = system.services;
    const seen = new Set<number>();
    const steps = await killAfterEach(async (ctx) => {
      const of = { tenant_id: 'tenant-a', user_id: 'u' };
      const { id } = await jobIn(db, run === cancelJob ? 'QUEUED' : 'COMPLETED', of);
      await run(ctx, id).catch(() => {});
      // What was open on the connection of the dead goes when the server notices.
      const kept = async () =>
        (await db.selectFrom('kept_answers').select('status').where('job_id', '=', id).execute()).length;
      const effects = await waitUntil(
        async () => [await happened(id), await kept()] as const,
        ([a, b]) => a === b,
      );
      seen.add(effects[0]);
    });
    expect(steps).toBeGreaterThan(8);
    expect(seen).toEqual(new Set([0, 1]));
  },
);

test('createJob, killed after any of its statements, has made a job and kept its answer, or neither', async () => {
  const seen = new Set<number>();
  let [name, round] = ['', 0];
  await killAfterEach(async (ctx) => {
    name = `mortal-${(round += 1)}.pdf`;
    await createJob(ctx, { ...announced, filename: name }).catch(() => {});
    const { jobs } = await waitUntil(
      async () => standing(name),
      ({ jobs, answers }) => jobs === answers,
    );
    seen.add(jobs);
  });
  expect(seen).toEqual(new Set([0, 1]));
});
