import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { JobRow } from '#db/jobs.ts';
import type { JobStatus } from '#db/schema.ts';
import { createApiKey } from '#shared/auth/create-api-key.ts';
import { type Ctx, scopes } from '#shared/context.ts';
import { sweepAnswers } from '#shared/idempotency/sweep-answers.ts';
import type { CreatedJob } from '#shared/jobs/create-job.ts';
import { newTraceId } from '#shared/trace.ts';
import { jobIn } from '#tests/harness/job-row.ts';
import { digitalSample, sample } from '#tests/harness/samples.ts';
import { startTestSystem, type TestSystem } from '#tests/harness/test-system.ts';

let system: TestSystem;
let bytes: Uint8Array;
beforeAll(async () => {
  system = await startTestSystem({}, { withWorker: false });
  bytes = await sample(digitalSample);
});
afterAll(async () => system.close());

interface Asked {
  path: string;
  key: string;
  method?: string;
  body?: object;
  credential?: string;
}

interface Said {
  status: number;
  text: string;
  replayed: boolean;
  retryAfter: string | null;
}

async function ask({ path, key, method = 'POST', body, credential = system.key }: Asked): Promise<Said> {
  const answer = await system.fetch(path, {
    method,
    headers: { authorization: `Bearer ${credential}`, 'idempotency-key': key },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return {
    status: answer.status,
    text: await answer.text(),
    replayed: answer.headers.get('idempotency-replayed') === 'true',
    retryAfter: answer.headers.get('retry-after'),
  };
}

const announced = (filename: string) => ({
  filename,
  bytes: bytes.length,
  sha256: createHash('sha256').update(bytes).digest('hex'),
});
const announce = async (filename: string, key: string, credential = system.key): Promise<Said> =>
  ask({ path: '/api/jobs', key, body: announced(filename), credential });
const created = ({ text }: Said): CreatedJob => JSON.parse(text) as CreatedJob;
const coded = ({ status, text }: Said): [number, string] => [
  status,
  (JSON.parse(text) as { code: string }).code,
];
const own = async (status: JobStatus): Promise<JobRow> =>
  jobIn(system.services.db, status, { tenant_id: 'tenant-a', user_id: 'user-of-tenant-a' });
const put = async ({ upload: { url, headers } }: CreatedJob): Promise<number> =>
  (await fetch(url, { method: 'PUT', headers, body: Buffer.from(bytes) })).status;

async function countJobs(filename: string): Promise<number> {
  const { db } = system.services;
  return (await db.selectFrom('jobs').select('id').where('filename', '=', filename).execute()).length;
}

async function countEvents(jobId: string, type: string): Promise<number> {
  const { db } = system.services;
  const events = db.selectFrom('audit_events').select('id').where('job_id', '=', jobId);
  return (await events.where('event_type', '=', type).execute()).length;
}

const atOnce = async (times: number, each: () => Promise<Said>): Promise<Said[]> =>
  Promise.all(Array.from({ length: times }, each));

/** Refused as under way, with a time to come again. */
function areInFlight(answers: Said[]): void {
  for (const answer of answers) {
    expect(coded(answer)).toEqual([409, 'request-in-flight']);
    expect(answer.retryAfter).toBe('2');
  }
}

test('fifty announcements at once under one key are one job, and every answer is of that job', async () => {
  const answers = await atOnce(50, async () => announce('fifty.pdf', 'fifty'));
  const taken = answers.filter(({ status }) => status === 201);
  areInFlight(answers.filter(({ status }) => status !== 201));
  expect(taken.filter(({ replayed }) => !replayed)).toHaveLength(1);
  expect(new Set(taken.map((answer) => created(answer).jobId)).size).toBe(1);
  expect(await countJobs('fifty.pdf')).toBe(1);
  const again = await announce('fifty.pdf', 'fifty');
  expect(again).toMatchObject({ status: 201, replayed: true });
  const { upload: _, ...first } = created(taken[0] ?? again);
  const { upload: __, ...second } = created(again);
  expect(JSON.stringify(second)).toBe(JSON.stringify(first));
});

interface Verb {
  verb: string;
  method: string;
  status: number;
  event: string;
  prepare: () => Promise<string>;
}

const verbs: Verb[] = [
  {
    verb: 'export',
    method: 'POST',
    status: 202,
    event: 'EXPORT_REQUESTED',
    prepare: async () => (await own('COMPLETED')).id,
  },
  {
    verb: 'cancel',
    method: 'POST',
    status: 200,
    event: 'CANCELLED',
    prepare: async () => (await own('QUEUED')).id,
  },
  {
    verb: 'cancel',
    method: 'POST',
    status: 202,
    event: 'CANCEL_REQUESTED',
    prepare: async () => (await own('PROCESSING')).id,
  },
  {
    verb: 'delete',
    method: 'POST',
    status: 202,
    event: 'DELETION_REQUESTED',
    prepare: async () => (await own('QUEUED')).id,
  },
  {
    verb: 'delete',
    method: 'DELETE',
    status: 202,
    event: 'DELETION_REQUESTED',
    prepare: async () => (await own('COMPLETED')).id,
  },
  { verb: 'start', method: 'POST', status: 202, event: 'ENQUEUED', prepare: uploaded },
  { verb: 'retry', method: 'POST', status: 202, event: 'RETRIED', prepare: cancelled },
];

async function uploaded(): Promise<string> {
  const job = created(await announce('uploaded.pdf', newTraceId()));
  expect(await put(job)).toBe(200);
  return job.jobId;
}

async function cancelled(): Promise<string> {
  const jobId = await uploaded();
  await ask({ path: `/api/jobs/${jobId}/start`, key: newTraceId() });
  await ask({ path: `/api/jobs/${jobId}/cancel`, key: newTraceId() });
  return jobId;
}

test.each(verbs)(
  '$method …/$verb ($event), fifty times at once and later once more, is one effect with one answer to the byte',
  async ({ verb, method, status, event, prepare }) => {
    const jobId = await prepare();
    const body = verb === 'export' ? { body: { format: 'pdf' } } : {};
    const repeat = async (): Promise<Said> =>
      ask({ path: `/api/jobs/${jobId}/${verb}`, method, key: 'again', ...body });
    const answers = await atOnce(50, repeat);
    areInFlight(answers.filter((answer) => answer.status !== status));
    const later = await repeat();
    expect(later).toMatchObject({ status, replayed: true });
    const texts = answers.filter((answer) => answer.status === status).map(({ text }) => text);
    expect(new Set([...texts, later.text]).size).toBe(1);
    expect(await countEvents(jobId, event)).toBe(1);
  },
);

describe('a key', () => {
  test('that comes with another body is refused, and nothing happens', async () => {
    await announce('first.pdf', 'two bodies');
    await announce('first.pdf', 'two-bodies');
    expect(coded(await announce('second.pdf', 'two-bodies'))).toEqual([422, 'idempotency-key-reused']);
    expect(await countJobs('second.pdf')).toBe(0);
    const { id } = await own('COMPLETED');
    const order = { path: `/api/jobs/${id}/export`, key: 'two-bodies' };
    expect(await ask({ ...order, body: { format: 'pdf' } })).toMatchObject({ status: 202, replayed: false });
    const other = await ask({ ...order, body: { format: 'pdf', selectedScheduleIds: [] } });
    expect(coded(other)).toEqual([422, 'idempotency-key-reused']);
  });

  test('of another user or tenant is another key', async () => {
    const mine = created(await announce('mine.pdf', 'shared'));
    const second = { tenantId: 'tenant-a', userId: 'second', scopes, embedded: false };
    for (const credential of [
      await createApiKey(system.services.db, second),
      await system.newKey('tenant-b'),
    ]) {
      const answer = await announce('theirs.pdf', 'shared', credential);
      expect(answer).toMatchObject({ status: 201, replayed: false });
      expect(created(answer).jobId).not.toBe(mine.jobId);
    }
    expect(created(await announce('mine.pdf', 'shared')).jobId).toBe(mine.jobId);
  });

  test('counts for its address alone, by both names of it', async () => {
    const [one, two] = [await own('QUEUED'), await own('QUEUED')];
    const first = await ask({ path: `/api/jobs/${one.id}/cancel`, key: 'address' });
    expect(await ask({ path: `/api/jobs/${two.id}/cancel`, key: 'address' })).toMatchObject({
      replayed: false,
    });
    const alias = await ask({ path: `/v1/jobs/${one.id.toUpperCase()}/cancel`, key: 'address', body: {} });
    expect(alias).toEqual({ ...first, replayed: true });
  });

  test.each(['', 'a b', 'ä', 'x'.repeat(256), 'one, two'])('%j is none, and is refused', async (key) => {
    expect(coded(await announce('none.pdf', key))).toEqual([400, 'malformed-request']);
    expect(await countJobs('none.pdf')).toBe(0);
  });

  test('of 255 characters is one', async () => {
    expect((await announce('long.pdf', '~'.repeat(255))).status).toBe(201);
  });

  test('counts for 24 hours, and is then swept', async () => {
    const { db } = system.services;
    const first = created(await announce('day.pdf', 'day'));
    const age = async (hours: number) =>
      sql`update kept_answers set created_at = now() - make_interval(hours => ${hours}, secs => 0)
           where job_id = ${first.jobId}`.execute(db);
    await age(23);
    expect(created(await announce('day.pdf', 'day')).jobId).toBe(first.jobId);
    await age(24);
    const second = created(await announce('day.pdf', 'day'));
    expect(second.jobId).not.toBe(first.jobId);
    expect(created(await announce('day.pdf', 'day')).jobId).toBe(second.jobId);
    await announce('swept.pdf', 'swept');
    await sql`update kept_answers set created_at = now() - interval '24 hours'
               where job_id in (select id from jobs where filename = 'swept.pdf')`.execute(db);
    const ctx: Ctx = {
      ...system.services,
      actor: { kind: 'system', name: 'sweep' },
      traceId: newTraceId(),
    };
    expect(await sweepAnswers(ctx)).toEqual({ answersForgotten: 1 });
    expect(created(await announce('day.pdf', 'day')).jobId).toBe(second.jobId);
  });
});

describe('what had no effect', () => {
  test('is asked for again with the same key where it was refused', async () => {
    const { db } = system.services;
    const { id } = await own('PROCESSING');
    const order = { path: `/api/jobs/${id}/export`, key: 'early', body: { format: 'pdf' } };
    expect(coded(await ask(order))).toEqual([409, 'not-ready']);
    await sql`update jobs set status = 'COMPLETED' where id = ${id}`.execute(db);
    expect(await ask(order)).toMatchObject({ status: 202, replayed: false });
  });

  test('has none later: a cancellation that found the job ended does not cancel its next run', async () => {
    const jobId = await cancelled();
    const cancel = { path: `/api/jobs/${jobId}/cancel`, key: 'late' };
    const first = await ask(cancel);
    expect(first).toMatchObject({ status: 200, replayed: false });
    await ask({ path: `/api/jobs/${jobId}/retry`, key: 'late' });
    expect(await ask(cancel)).toEqual({ ...first, replayed: true });
    expect(await system.client.job(jobId)).toMatchObject({ status: 'QUEUED', cancellationRequested: false });
  });
});

describe('the upload of an announcement that is repeated', () => {
  test('is signed anew, and the erasure waits for it as well', async () => {
    const { db } = system.services;
    const { jobId } = created(await announce('anew.pdf', 'anew'));
    await sql`update jobs set upload_expires_at = now() - interval '1 hour' where id = ${jobId}`.execute(db);
    const again = created(await announce('anew.pdf', 'anew'));
    expect(await put(again)).toBe(200);
    const { upload_expires_at: until } = await db
      .selectFrom('jobs')
      .select('upload_expires_at')
      .where('id', '=', jobId)
      .executeTakeFirstOrThrow();
    expect(until.getTime()).toBeGreaterThan(Date.parse(again.upload.expiresAt));
  });

  test('is null once the job has begun, whose file must not change', async () => {
    const { jobId } = created(await announce('begun.pdf', 'begun'));
    expect(await put(created(await announce('begun.pdf', 'begun')))).toBe(200);
    await ask({ path: `/api/jobs/${jobId}/start`, key: 'begun' });
    const again = await announce('begun.pdf', 'begun');
    expect(again).toMatchObject({ status: 201, replayed: true });
    expect(created(again)).toMatchObject({ jobId, status: 'AWAITING_UPLOAD', upload: null });
  });

  test('is kept nowhere', async () => {
    const { upload } = created(await announce('secret.pdf', 'secret'));
    const { rows } = await sql<{ body: string }>`
      select body from kept_answers where body like '%secret.pdf%'`.execute(system.services.db);
    expect(rows).toHaveLength(1);
    expect(rows[0]?.body).not.toContain(new URL(upload.url).pathname);
    expect(rows[0]?.body).not.toContain('upload');
  });
});

test('one connection, which is all that a function has, is enough for a request with a key', async () => {
  const narrow = await startTestSystem({ DATABASE_POOL_MAX: '1' }, { withWorker: false });
  const headers = { 'idempotency-key': 'narrow' };
  const body = JSON.stringify(announced('narrow.pdf'));
  const send = async (path: string, text: string | null): Promise<Response> =>
    narrow.fetch(path, { method: 'POST', headers, body: text });
  const answers = await Promise.all([1, 2, 3, 4].map(async () => send('/api/jobs', body)));
  const { jobId } = (await (await send('/api/jobs', body)).json()) as CreatedJob;
  const statuses: number[] = [];
  for (const verb of ['cancel', 'cancel', 'delete', 'delete'])
    statuses.push((await send(`/api/jobs/${jobId}/${verb}`, null)).status);
  await narrow.close();
  for (const { status } of answers) expect([201, 409]).toContain(status);
  expect(statuses).toEqual([200, 200, 202, 202]);
});
