import { createHash } from 'node:crypto';
import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { waitUntil } from '#bin/wait-until.ts';
import { findJob } from '#db/jobs.ts';
import sealAudit from '#netlify/functions/seal-audit.ts';
import type { Checkpoint } from '#shared/audit/checkpoint.ts';
import { fingerprint } from '#shared/audit/signature.ts';
import type { AuditEventView } from '#shared/audit/event-view.ts';
import { recordEvent } from '#shared/audit/record-event.ts';
import { environmentWith } from '#shared/config.ts';
import type { JobView } from '#shared/jobs/job-view.ts';
import { newTraceId } from '#shared/trace.ts';
import { chained, rowAt } from '#tests/fixtures/sealed-trail.ts';
import { byTheClock } from '#tests/harness/by-the-clock.ts';
import { startTestSystem, type TestSystem } from '#tests/harness/test-system.ts';

const command = fileURLToPath(new URL('../../bin/ledgerlift.mjs', import.meta.url));
const formula = '=HYPERLINK("https://x")';

let system: TestSystem;
let job: JobView;
beforeAll(async () => {
  system = await startTestSystem({ OCR_ENGINE: 'null', AUDIT_FLUSH_INTERVAL_MS: '50' });
  job = await announce();
  await record('STARTED', 7);
});
afterAll(async () => system.close());

async function announce(of = system): Promise<JobView> {
  const sha256 = createHash('sha256').update('x').digest('hex');
  const body = JSON.stringify({ filename: 'a.pdf', bytes: 1, sha256 });
  return (await (await of.fetch('/api/jobs', { method: 'POST', body })).json()) as JobView;
}

async function record(type: 'STARTED' | 'ERROR', count: number): Promise<void> {
  const row = await findJob(system.services.db, job.jobId);
  if (row === undefined) throw new Error('the job is gone');
  const actor = { kind: 'user' as const, tenantId: 'tenant-a', userId: formula, scopes: [], ip: null };
  const ctx = { ...system.services, actor, traceId: newTraceId() };
  for (let n = 0; n < count; n += 1)
    await recordEvent(system.services.db, ctx, { job: row, type, metadata: { n, share: -0.5 } });
}

const trailPath = () => `/api/jobs/${job.jobId}/audit`;
async function events(path: string): Promise<{ events: AuditEventView[]; nextCursor: string | null }> {
  const answer = await system.fetch(path);
  expect(answer.status).toBe(200);
  return (await answer.json()) as { events: AuditEventView[]; nextCursor: string | null };
}

/** Pages of a trail, followed by their links. */
async function linked(path: string): Promise<string[]> {
  const bodies: string[] = [];
  for (let next: string | undefined = path; next !== undefined;) {
    const answer = await system.fetch(next);
    bodies.push(await answer.text());
    next = /^<([^>]+)>; rel="next"$/.exec(answer.headers.get('link') ?? '')?.[1];
  }
  return bodies;
}

describe('GET /api/jobs/:id/audit', () => {
  test('is the same trail in pages of any size, each row once', async () => {
    const all = (await events(`${trailPath()}?eventType=CREATED,STARTED`)).events;
    expect(all.map((event) => event.eventType)).toEqual(['CREATED', ...Array<string>(7).fill('STARTED')]);
    for (const limit of [1, 3, 8]) {
      const pages = await linked(`${trailPath()}?eventType=CREATED,STARTED&format=ndjson&limit=${limit}`);
      const rows = pages.flatMap((page) => page.split('\n').filter(Boolean));
      expect(rows.map((row) => (JSON.parse(row) as AuditEventView).id)).toEqual(all.map((event) => event.id));
    }
  });

  test('is filtered by event type and by time, the beginning in and the end out', async () => {
    const { events: all } = await events(`${trailPath()}?eventType=STARTED`);
    expect(all).toHaveLength(7);
    const [from = '', to = ''] = [all[2]?.createdAt, all[5]?.createdAt];
    const between = await events(`${trailPath()}?eventType=STARTED&from=${from}&to=${to}`);
    expect(between.events.map((event) => event.createdAt >= from && event.createdAt < to)).not.toContain(
      false,
    );
    expect(between.events.map((event) => event.id)).toContain(all[2]?.id);
    expect((await events(`${trailPath()}?eventType=ERROR`)).events).toEqual([]);
  });

  test('as CSV keeps a formula from being one, and figures as they are', async () => {
    const answer = await system.fetch(`${trailPath()}?format=csv&eventType=STARTED`);
    expect(answer.headers.get('content-type')).toBe('text/csv; charset=utf-8');
    const bytes = Buffer.from(await answer.arrayBuffer());
    expect(bytes.subarray(0, 3)).toEqual(Buffer.from([0xef, 0xbb, 0xbf]));
    const [head = '', first = ''] = bytes.toString('utf8').slice(1).split('\r\n');
    expect(head.split(',').slice(0, 4)).toEqual(['seq', 'id', 'jobId', 'eventType']);
    expect(first).toContain(`,"'=HYPERLINK(""https://x"")",`);
    expect(first).toContain(`"{""n"":0,""share"":-0.5}"`);
  });

  test.each([
    'limit=0',
    'limit=-1',
    'limit=1e9',
    'limit=501',
    'cursor=x',
    'cursor=WyJ4Il0',
    'eventType=NONE',
    'eventType=',
    'from=yesterday',
    'to=2026-13-01T00:00:00Z',
    'format=xml',
    'user=me',
  ])('?%s is malformed', async (query) => {
    const answer = await system.fetch(`${trailPath()}?${query}`);
    expect(answer.status).toBe(400);
    expect(await answer.json()).toMatchObject({ code: 'malformed-request' });
  });

  test.each(['not-a-uuid', '..%2F..%2Fetc', '%00', '0190c3a0-0000-7000-8000-000000000001'])(
    'of the job %s is not found, in every form',
    async (id) => {
      for (const format of ['json', 'ndjson', 'csv'])
        expect((await system.fetch(`/api/jobs/${id}/audit?format=${format}`)).status).toBe(404);
    },
  );

  test('of another tenant’s job answers the same as of none', async () => {
    const headers = { authorization: `Bearer ${await system.newKey('tenant-b')}` };
    const foreign = await (await system.fetch(trailPath(), { headers })).json();
    const unknown = trailPath().replace(job.jobId, '0190c3a0-0000-7000-8000-000000000001');
    const none = await (await system.fetch(unknown, { headers })).json();
    const place = { instance: '', traceId: '' };
    expect({ ...(foreign as object), ...place }).toEqual({ ...(none as object), ...place });
  });

  test('is sealed by the worker without being asked', async () => {
    const { events: sealed } = await waitUntil(
      async () => events(`${trailPath()}?eventType=STARTED`),
      ({ events: rows }) => rows.every((row) => row.seq !== null),
    );
    for (const row of sealed) expect(row.hash).toMatch(/^[0-9a-f]{64}$/);
  });

  test('tells who read it', async () => {
    await events(`${trailPath()}?limit=2`);
    const { events: reads } = await waitUntil(
      async () => events(`${trailPath()}?eventType=AUDIT_READ`),
      ({ events: found }) => found.some((each) => JSON.stringify(each.metadata) === '{"events":2}'),
    );
    expect(reads[0]).toMatchObject({ userId: 'user-of-tenant-a', ipAddress: expect.any(String) as string });
  });
});

describe('refused credentials', () => {
  test('are in the trail of the key’s tenant, or of nobody’s where the key is unknown', async () => {
    const key = await system.newKey('tenant-c');
    const call = async (authorization: string) =>
      (await system.fetch('/api/jobs', { headers: { authorization } })).status;
    expect(await call(`Bearer ${key.replace(/.{4}$/, 'ffff')}`)).toBe(401);
    expect(await call(`Bearer ll_${'0'.repeat(18)}_${'0'.repeat(64)}`)).toBe(401);
    expect(await call('Basic x')).toBe(401);
    const reader = await system.newKey('tenant-c', ['audit:read']);
    const authorization = `Bearer ${reader}`;
    expect(await call(authorization)).toBe(403);
    const found = await waitUntil(
      async () =>
        system.services.db
          .selectFrom('audit_events')
          .select(['tenant_id', 'event_type', 'metadata', 'user_id'])
          .where('event_type', 'in', ['AUTH_FAILED', 'ACCESS_REFUSED'])
          .orderBy('occurred_at')
          .execute(),
      (rows) => rows.length === 4,
    );
    expect(found).toMatchObject([
      { tenant_id: 'tenant-c', event_type: 'AUTH_FAILED', metadata: { reason: 'secret' }, user_id: null },
      { tenant_id: '_system', event_type: 'AUTH_FAILED', metadata: { reason: 'unknown' } },
      { tenant_id: '_system', event_type: 'AUTH_FAILED', metadata: { reason: 'none' } },
      { tenant_id: 'tenant-c', event_type: 'ACCESS_REFUSED', metadata: { scope: 'jobs:read' } },
    ]);
    expect(JSON.stringify(found)).not.toContain('ffff');
  });
});

describe('the trail of a tenant, exported and checked offline', () => {
  const file = (name: string): string => join(system.folder, name);

  /** `ledgerlift verify-audit` with nothing at hand but the files. */
  async function verify(lines: object[], ...args: string[]): Promise<{ code: number; said: string }> {
    await writeFile(file('trail.ndjson'), lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
    return run(file('trail.ndjson'), file('checkpoint.json'), ...args);
  }

  async function run(...args: string[]): Promise<{ code: number; said: string }> {
    const env = environmentWith({ DATABASE_URL: 'postgresql://nobody:x@127.0.0.1:1/x' });
    return new Promise((resolve) => {
      execFile(process.execPath, [command, 'verify-audit', ...args], { env }, (error, stdout, stderr) =>
        resolve({ code: error === null ? 0 : Number(error.code), said: stdout + stderr }),
      );
    });
  }

  let checkpoint: Checkpoint;
  let rows: AuditEventView[];
  beforeAll(async () => {
    checkpoint = (await (await system.fetch('/api/audit/checkpoint')).json()) as Checkpoint;
    await writeFile(file('checkpoint.json'), JSON.stringify(checkpoint));
    const pages = await linked('/api/audit?format=ndjson&limit=3');
    rows = pages
      .flatMap((page) => page.split('\n').filter(Boolean))
      .map((line) => JSON.parse(line) as AuditEventView);
  });

  test('is whole', async () => {
    expect(rows.length).toBeGreaterThanOrEqual(checkpoint.seq);
    const { code, said } = await verify(rows);
    expect(said).toMatch(/^✓ \d+ rows/);
    expect(said).toContain(fingerprint(checkpoint));
    expect(code).toBe(0);
    expect((await verify(rows, '--key', fingerprint(checkpoint))).code).toBe(0);
    expect(await verify(rows, '--key', '0'.repeat(64))).toMatchObject({ code: 1 });
  });

  test('holds the rows of a job with the same place and hash as the job’s own trail', async () => {
    const { events: own } = await events(`${trailPath()}?eventType=CREATED,STARTED`);
    const ids = new Set(own.map((event) => event.id));
    expect(rows.filter((row) => ids.has(row.id))).toEqual(own);
  });

  test.each([
    ['edited', (all: AuditEventView[]) => all.with(3, { ...rowAt(all, 3), traceId: 'f'.repeat(32) })],
    ['deleted', (all: AuditEventView[]) => all.toSpliced(3, 1)],
    ['inserted', (all: AuditEventView[]) => all.toSpliced(3, 0, rowAt(all, 2))],
    ['swapped', (all: AuditEventView[]) => all.toSpliced(3, 2, rowAt(all, 4), rowAt(all, 3))],
    ['cut', (all: AuditEventView[]) => all.slice(0, 3)],
  ])('%s is found, and its first bad row named', async (_kind, tamper) => {
    const { code, said } = await verify(tamper(rows));
    expect(said).toMatch(/^✗ Row 4( \(line 4\))?: /);
    expect(code).toBe(1);
  });

  test('rewritten with all hashes made anew is found at the checkpoint', async () => {
    const { code, said } = await verify(
      chained(rows.with(3, { ...rowAt(rows, 3), traceId: 'f'.repeat(32) })),
    );
    expect(said).toMatch(
      new RegExp(`^✗ Row ${checkpoint.seq} .*rewritten between rows 1 and ${checkpoint.seq}`),
    );
    expect(code).toBe(1);
  });

  test('against a forged checkpoint, or what is none, says so', async () => {
    await writeFile(file('forged.json'), JSON.stringify({ ...checkpoint, seq: 1 }));
    await writeFile(file('none.json'), '{}');
    expect(await run(file('trail.ndjson'), file('forged.json'))).toMatchObject({ code: 1 });
    expect(await run(file('trail.ndjson'), file('none.json'))).toMatchObject({ code: 1 });
    expect((await run(file('absent.ndjson'), file('checkpoint.json'))).code).toBe(1);
    expect((await run(file('trail.ndjson'))).code).toBe(64);
  });

  test('needs audit:read', async () => {
    const headers = { authorization: `Bearer ${await system.newKey('tenant-a', ['jobs:read'])}` };
    for (const path of ['/api/audit', '/api/audit/checkpoint', trailPath()])
      expect((await system.fetch(path, { headers })).status).toBe(403);
  });

  test.each(['limit=0', 'limit=4001', 'cursor=-1', 'cursor=x', 'eventType=ERROR'])(
    '?%s is malformed',
    async (query) => {
      expect((await system.fetch(`/api/audit?${query}`)).status).toBe(400);
    },
  );
});

test('where no worker runs, the scheduled function seals the trail', async () => {
  const idle = await startTestSystem({}, { withWorker: false });
  const { jobId } = await announce(idle);
  const path = `/api/jobs/${jobId}/audit?eventType=CREATED`;
  const view = async () => ((await (await idle.fetch(path)).json()) as { events: AuditEventView[] }).events;
  const before = await view();
  expect((await byTheClock(sealAudit)).status).toBe(204);
  const after = await view();
  await idle.close();
  expect(before).toMatchObject([{ seq: null, hash: null }]);
  expect(after).toMatchObject([{ seq: 1, hash: expect.stringMatching(/^[0-9a-f]{64}$/) as string }]);
});

test('FEATURES_T3_AUDIT off: nothing is written and no trail is served, and jobs live on', async () => {
  const off = await startTestSystem({ FEATURES_T3_AUDIT: 'false' }, { withWorker: false });
  const { jobId } = await announce(off);
  for (const path of [`/api/jobs/${jobId}/audit`, '/api/audit', '/api/audit/checkpoint'])
    expect((await off.fetch(path)).status).toBe(404);
  expect((await off.fetch('/api/jobs', { headers: { authorization: 'x' } })).status).toBe(401);
  await off.services.trail.flush(1000);
  const written = await off.services.db.selectFrom('audit_events').select('id').execute();
  await off.close();
  expect(written).toEqual([]);
});
