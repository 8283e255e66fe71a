import { sql } from 'kysely';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { waitUntil } from '#bin/wait-until.ts';
import { checkInvariants } from '#db/invariants.ts';
import { eraseJob } from '#shared/deletion/erase-job.ts';
import { getDeletion } from '#shared/deletion/get-deletion.ts';
import { requestDeletion } from '#shared/deletion/request-deletion.ts';
import { verifyCertificate } from '#shared/deletion/verify-certificate.ts';
import { createJob } from '#shared/jobs/create-job.ts';
import { taskIds } from '#shared/queue/queues.ts';
import { mortalCtx } from '#tests/harness/mortal-ctx.ts';
import { startWorkerBench, type WorkerBench } from '#tests/harness/worker-bench.ts';

let bench: WorkerBench;
beforeEach(async () => {
  bench = await startWorkerBench();
});
afterEach(async () => bench.close());

/** Ways an erasure could die after; an erasure that takes more steps than this does not end. */
const mostSteps = 200;

test('killed after any of its steps and run again, an erasure ends the same, certified and told once', async () => {
  const expected = await endOf(await deleting());
  expect(expected).toMatchObject({
    manifest: { status: 'COMPLETED', userId: null, objectsDeleted: 3, rowsDeleted: 3 },
    events: ['CREATED', 'DELETION_REQUESTED', 'DELETION_COMPLETED'].map((type) => ({
      event_type: type,
      user_id: null,
      salt: null,
    })),
  });
  let steps = 1;
  for (; steps < mostSteps; steps += 1) {
    const jobId = await deleting();
    const mortal = mortalCtx(bench.ctx, steps);
    await eraseJob(mortal.ctx, jobId).catch(() => {});
    await mortal.close();
    expect(await remaining(jobId), `killed after step ${steps}`).not.toMatchObject({
      objects: true,
      job: false,
    });
    expect(await endOf(jobId), `killed after step ${steps}`).toEqual(expected);
    if (!mortal.isDead()) break;
  }
  // Lock, begin, four queues, look, count, three objects, look again, note, tasks, and the transaction with its tables.
  expect(steps).toBeGreaterThan(30);
  expect(steps).toBeLessThan(mostSteps);
  const broken = (await checkInvariants(bench.ctx.db)).filter(({ violations }) => violations > 0);
  expect(broken).toEqual([]);
  expect(await sumsOfUser()).toEqual({ spent: 12 * (steps + 1), rolledUp: 12 * (steps + 1) });
});

/** A job with three objects, a page that was charged, and a deletion that was asked for. */
async function deleting(): Promise<string> {
  const { db, store } = bench.ctx;
  const sha256 = 'a'.repeat(64);
  const announced = { filename: 'a.pdf', bytes: 10, sha256, contentType: 'application/pdf' as const };
  const { jobId } = await createJob(bench.user, announced);
  const { source_key: key } = await bench.job(jobId);
  for (const suffix of ['', '.1', '.2'])
    await store.put(`${key}${suffix}`, Buffer.from('x'), 'application/pdf');
  await sql`update jobs set spent_cents = 12 where id = ${jobId}`.execute(db);
  await sql`
    insert into pages (job_id, page_no, tenant_id, run, status, source, model, read_ms)
    values (${jobId}, 1, 't', 1, 'DONE', 'ocr', '{}', 1)`.execute(db);
  await sql`
    insert into page_charges (job_id, page_no, tenant_id, user_id, run, kind, provider, rate_cents, cost_cents)
    values (${jobId}, 1, 't', 'u', 1, 'ocr', 'null', 12, 12)`.execute(db);
  const doorbell = { jobId, run: 1, traceId: bench.user.traceId };
  await bench.ctx.queues.add('open', doorbell, { taskId: taskIds.open(jobId, 1) });
  await requestDeletion(bench.user, jobId);
  return jobId;
}

async function remaining(jobId: string): Promise<{ objects: boolean; job: boolean; tasks: number }> {
  const { db, store } = bench.ctx;
  let objects = false;
  for await (const { key } of store.list('jobs/')) objects ||= key.includes(jobId);
  const job = await db.selectFrom('jobs').select('id').where('id', '=', jobId).executeTakeFirst();
  return { objects, job: job !== undefined, tasks: await bench.ctx.queues.waiting('open') };
}

/** Runs the erasure to its end, and answers what is there then; times and ids left out. */
async function endOf(jobId: string): Promise<object> {
  // The lock of the killed one goes when the server notices that it is gone.
  await waitUntil(
    async () => eraseJob(bench.ctx, jobId),
    ({ state }) => state === 'done',
  );
  const view = await getDeletion(bench.user, jobId);
  expect(verifyCertificate(view).fault).toBeNull();
  const { status, userId, objectsDeleted, rowsDeleted, certificate } = view;
  const events = await bench.ctx.db
    .selectFrom('audit_events')
    .select(['event_type', 'user_id', 'ip_address', 'salt'])
    .where('job_id', '=', jobId)
    .orderBy('created_at')
    .orderBy('id')
    .execute();
  return {
    ...(await remaining(jobId)),
    manifest: { status, userId, objectsDeleted, rowsDeleted },
    certified: { objects: certificate?.objects, rows: certificate?.rows },
    events,
  };
}

async function sumsOfUser(): Promise<object> {
  const { rows } = await sql<object>`
    select spent_cents::int as spent, rolled_up_cents::int as "rolledUp" from user_costs`.execute(
    bench.ctx.db,
  );
  return rows[0] ?? {};
}
