import { v7 as uuidv7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { waitUntil } from '#bin/wait-until.ts';
import { encodeCursor } from '#shared/contracts/cursor.ts';
import { listEndpoints } from '#shared/contracts/endpoints.ts';
import type { JobView } from '#shared/jobs/job-view.ts';
import { jobIn } from '#tests/harness/job-row.ts';
import { digitalSample, sample } from '#tests/harness/samples.ts';
import { startTestSystem, type TestSystem } from '#tests/harness/test-system.ts';

let system: TestSystem;
let [jobId, exportId, deletedId] = ['', '', ''];
beforeAll(async () => {
  system = await startTestSystem();
  ({ jobId } = await system.client.submit('a.pdf', await sample(digitalSample)));
  await waitUntil(
    async () => system.client.job(jobId),
    ({ status }) => status === 'COMPLETED',
  );
  ({ exportId } = await system.client.requestExport(jobId, 'pdf', []));
  await waitUntil(
    async () => system.client.export(jobId, exportId),
    ({ status }) => status === 'COMPLETED',
  );
  const body = JSON.stringify({ filename: 'b.pdf', bytes: 1, sha256: 'a'.repeat(64) });
  const other = await system.fetch('/api/jobs', { method: 'POST', body });
  ({ jobId: deletedId } = (await other.json()) as JobView);
  await system.fetch(`/api/jobs/${deletedId}/delete`, { method: 'POST' });
  await waitUntil(
    async () => (await (await system.fetch(`/api/jobs/${deletedId}/deletion`)).json()) as { status: string },
    ({ status }) => status === 'COMPLETED',
  );
  await keepUserErasing();
}, 120_000);
afterAll(async () => system.close());

/** One whose erasure does not end, because a job has to be kept. */
async function keepUserErasing(): Promise<void> {
  const held = { tenant_id: 'tenant-a', user_id: 'leaver', legal_hold: true };
  await jobIn(system.services.db, 'COMPLETED', held);
  expect((await system.fetch('/api/users/leaver/erase', { method: 'POST' })).status).toBe(202);
}

const get = async (path: string, tag?: string): Promise<Response> =>
  system.fetch(path, tag === undefined ? {} : { headers: { 'if-none-match': tag } });
const tagOf = (answer: Response): string => answer.headers.get('etag') ?? '';

const polled = listEndpoints().filter(({ polled }) => polled === true);
const pathOf = (path: string): string =>
  path
    .replace(':jobId', /delet/.test(path) ? deletedId : jobId)
    .replace(':page', '1')
    .replace(':ordinal', '1')
    .replace(':exportId', exportId)
    .replace(':userId', 'leaver');

test('what is polled is everything that tells how something stands', () => {
  expect(polled).toHaveLength(10);
});

test.each(polled)('$method $path is answered 304 while nothing has changed', async ({ path }) => {
  const first = await get(pathOf(path));
  expect([first.status, first.headers.get('cache-control')]).toEqual([200, 'no-cache, private']);
  const tag = tagOf(first);
  expect(tag).toMatch(/^(W\/)?"[\w-]{43}"$/);
  // An address that is signed anew may begin its second half in between.
  const again = await waitUntil(
    async () => get(pathOf(path), tagOf(await get(pathOf(path)))),
    ({ status }) => status === 304,
  );
  expect(await again.text()).toBe('');
  expect(again.headers.has('traceparent')).toBe(true);
  expect((await get(pathOf(path), '"of another time"')).status).toBe(200);
});

test('a job that has changed is answered in full, under another tag', async () => {
  const tag = tagOf(await get(`/api/jobs/${jobId}`));
  await system.fetch(`/api/jobs/${jobId}/legal-hold`, { method: 'PUT' });
  const changed = await get(`/api/jobs/${jobId}`, tag);
  expect([changed.status, await changed.json()]).toMatchObject([200, { legalHold: true }]);
  expect(tagOf(changed)).not.toBe(tag);
});

test('a tag opens nothing: who may not see a job is refused as ever', async () => {
  const headers = { authorization: `Bearer ${await system.newKey('tenant-b')}`, 'if-none-match': '*' };
  const answer = await system.fetch(`/api/jobs/${jobId}`, { headers });
  expect([answer.status, answer.headers.has('etag')]).toEqual([404, false]);
});

describe('a list by pages', () => {
  test('shows each job once, though others come in between, and says which page is the last', async () => {
    const { db } = system.services;
    const tenant = { tenant_id: 'tenant-c', user_id: 'u' };
    // Two at a time have the same moment: the id decides.
    for (let n = 0; n < 6; n += 1)
      await jobIn(db, 'QUEUED', { ...tenant, created_at: new Date(Date.UTC(2026, 0, 1, 0, 0, n >> 1)) });
    const all = await db.selectFrom('jobs').select('id').where('tenant_id', '=', 'tenant-c').execute();
    const headers = { authorization: `Bearer ${await system.newKey('tenant-c')}` };
    const seen: string[] = [];
    let [cursor, pages] = ['', 0];
    do {
      const answer = await system.fetch(`/api/jobs?limit=3${cursor}`, { headers });
      const page = (await answer.json()) as { jobs: JobView[]; nextCursor: string | null };
      seen.push(...page.jobs.map((job) => job.jobId));
      cursor = page.nextCursor === null ? '' : `&cursor=${page.nextCursor}`;
      await jobIn(db, 'QUEUED', tenant);
      pages += 1;
    } while (cursor !== '');
    expect(pages).toBe(2);
    expect(seen.toSorted()).toEqual(all.map(({ id }) => id).toSorted());
    expect(seen).toHaveLength(6);
  });
});

const of = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
const forged = [
  'x',
  of([]),
  of(['2026-01-01T00:00:00Z']),
  of(['2026-01-01T00:00:00Z', "'; drop table jobs"]),
  of(['yesterday', uuidv7()]),
  of(['2026-02-30T00:00:00Z', uuidv7()]),
  of(['2026-01-01T00:00:00+99:99', uuidv7()]),
  of([1, 2]),
  of({ createdAt: 1 }),
  '-1',
  '9'.repeat(200),
];

test.each(forged)('the forged cursor %s is refused by every list', async (cursor) => {
  for (const list of ['/api/jobs', `/api/jobs/${jobId}/audit`, '/api/audit']) {
    const answer = await get(`${list}?cursor=${encodeURIComponent(cursor)}`);
    expect({ list, status: answer.status, body: await answer.json() }).toMatchObject({
      list,
      status: 400,
      body: { code: 'malformed-request' },
    });
  }
});

test('a cursor at either end of time is one, and fails nothing', async () => {
  for (const year of [0, 1, 1969, 9999]) {
    const createdAt = new Date(Date.UTC(2000, 0, 1));
    createdAt.setUTCFullYear(year);
    const cursor = encodeCursor({ createdAt, id: uuidv7() });
    for (const list of ['/api/jobs', `/api/jobs/${jobId}/audit`])
      expect({ year, list, status: (await get(`${list}?cursor=${cursor}`)).status }).toEqual({
        year,
        list,
        status: 200,
      });
  }
});
