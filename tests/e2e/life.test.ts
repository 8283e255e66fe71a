import { createHash } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import ExcelJS from 'exceljs';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { waitUntil } from '#bin/wait-until.ts';
import type { AuditEventView } from '#shared/audit/event-view.ts';
import type { JobView } from '#shared/jobs/job-view.ts';
import type { ScheduleHead } from '#shared/schedules/schedule-head.ts';
import type { ScheduleView } from '#shared/schedules/schedule-view.ts';
import { queueBackends } from '#tests/harness/queue-backends.ts';
import { digitalSample, sample, scannedSample } from '#tests/harness/samples.ts';
import { startTestSystem, type TestSystem } from '#tests/harness/test-system.ts';

const ended = (job: JobView): boolean => ['COMPLETED', 'FAILED', 'CANCELLED'].includes(job.status);

describe.each(queueBackends())('a job on $name', ({ redisUrl }) => {
  let system: TestSystem;
  let job: JobView;

  beforeAll(async () => {
    system = await startTestSystem({ REDIS_URL: redisUrl });
    const submitted = await system.client.submit('Harbor Mill 2024.pdf', await sample(digitalSample));
    job = await waitUntil(async () => system.client.job(submitted.jobId), ended);
  });
  afterAll(async () => system.close());

  const get = async <T>(path: string): Promise<T> =>
    (await (await system.fetch(`/api/jobs/${job.jobId}${path}`)).json()) as T;

  test('ends COMPLETED with every page done, and costs nothing for pages with a text layer', () => {
    expect(job).toMatchObject({
      status: 'COMPLETED',
      pages: { count: 5, done: 5, failed: 0, toRead: 0 },
      error: null,
    });
    expect(job.cost).toMatchObject({ spentCents: 0, reservedCents: 0 });
  });

  test('answers its schedules, and each cell has its page and its place', async () => {
    const heads = await system.client.schedules(job.jobId);
    expect(heads.map((head) => head.kind)).toEqual(['trial-balance', 'ar-ageing', 'fixed-assets']);
    const schedule = await get<ScheduleView>('/schedules/3');
    const cells = schedule.rows.flatMap((row) => row.cells).filter((cell) => cell.raw !== '');
    expect(cells.length).toBeGreaterThan(50);
    for (const cell of cells)
      expect(cell).toMatchObject({
        page: 5,
        box: [expect.any(Number), expect.any(Number), expect.any(Number), expect.any(Number)],
      });
    expect(schedule.proof.state).toBe('proved');
  });

  test('answers with each schedule its kind, confidence, proof, coverage, doubts and places', async () => {
    const list = await get<{ schemaVersion: number; schedules: ScheduleHead[] }>('/schedules');
    expect(list.schemaVersion).toBe(2);
    expect(list.schedules).toHaveLength(3);
    for (const head of list.schedules) {
      expect(head).toMatchObject({
        kind: expect.any(String),
        name: expect.any(String),
        doubtCount: 0,
        doubts: [],
      });
      expect(head.confidence).toBeGreaterThan(0.9);
      expect(head.proof).toMatchObject({ state: 'proved', sentence: expect.stringMatching(/foots/) });
      expect(head.proof.coveredCells).toBeGreaterThan(head.proof.amountCells / 2);
      expect(head.parts.map((part) => part.page)).toEqual(head.pages);
      for (const { box } of head.parts) expect(box).toHaveLength(4);
      expect(head).not.toHaveProperty('rows');
    }
  });

  test('answers all cells with the list where they are asked for, and nothing else it does not know', async () => {
    const list = await get<{ schedules: ScheduleView[] }>('/schedules?include=cells');
    expect(list.schedules).toHaveLength(3);
    expect(list.schedules[2]).toEqual(await get<ScheduleView>('/schedules/3'));
    expect((await system.fetch(`/api/jobs/${job.jobId}/schedules?include=everything`)).status).toBe(400);
  });

  test('answers the seed’s paths alike', async () => {
    const [api, v1] = await Promise.all(
      ['/api', '/v1'].map(async (prefix) => system.fetch(`${prefix}/jobs/${job.jobId}/schedules`)),
    );
    expect(await v1?.text()).toBe(await api?.text());
  });

  test('is exported as a workbook whose hash stands in the trail', async () => {
    const heads = await system.client.schedules(job.jobId);
    const requested = await system.client.requestExport(
      job.jobId,
      'xlsx',
      heads.map((head) => head.id),
    );
    const view = await waitUntil(
      async () => system.client.export(job.jobId, requested.exportId),
      (each) => each.status !== 'QUEUED',
    );
    const answer = await fetch(view.download?.url ?? '');
    expect(answer.headers.get('content-disposition')).toContain('Harbor Mill 2024.xlsx');
    const bytes = Buffer.from(await answer.arrayBuffer());
    const hash = createHash('sha256').update(bytes).digest('hex');
    const { events } = await get<{ events: AuditEventView[] }>('/audit');
    expect(events.find((event) => event.eventType === 'EXPORTED')?.metadata).toMatchObject({ sha256: hash });
    const workbook = new ExcelJS.Workbook();
    await workbook.xlsx.load(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength));
    expect(workbook.worksheets.map(({ name }) => name)).toEqual([
      'Contents',
      ...heads.map((head) => `${head.ordinal} ${head.name}`),
      'Cells',
      'Page 2',
      'Page 3',
      'Page 4',
      'Page 5',
    ]);
  });

  test('tells its life in the trail, in order', async () => {
    const { events } = await get<{ events: AuditEventView[] }>('/audit');
    expect(events.slice(0, 4).map((event) => event.eventType)).toEqual([
      'CREATED',
      'ENQUEUED',
      'STARTED',
      'EXTRACTED',
    ]);
    for (const event of events) expect(event).toMatchObject({ jobId: job.jobId, userId: 'user-of-tenant-a' });
  });

  test('a tampered, foreign or expired download address opens nothing', async () => {
    const heads = await system.client.schedules(job.jobId);
    const requested = await system.client.requestExport(job.jobId, 'json', [heads[0]?.id ?? '']);
    const view = await waitUntil(
      async () => system.client.export(job.jobId, requested.exportId),
      (each) => each.status !== 'QUEUED',
    );
    const url = view.download?.url ?? '';
    expect((await fetch(url)).status).toBe(200);
    expect((await fetch(url.replace('/exports/', '/incoming/'))).status).toBe(403);
    expect((await fetch(url.replace(/expires=\d/, 'expires=9'))).status).toBe(403);
  });

  test('is the same as no job at all to another tenant', async () => {
    const foreign = { authorization: `Bearer ${await system.newKey('tenant-b')}` };
    const unknown = '0190c3a0-0000-7000-8000-00000000dead';
    const body = async (id: string) =>
      (await (await system.fetch(`/api/jobs/${id}`, { headers: foreign })).text())
        .replaceAll(id, 'ID')
        .replace(/"traceId":"\w+"/, '');
    expect(await body(job.jobId)).toBe(await body(unknown));
  });

  test('is still served where it was read before there were doubts', async () => {
    const { db } = system.services;
    await sql`update job_schedules set body = body - 'doubts' where job_id = ${job.jobId}`.execute(db);
    await sql`update jobs set schema_version = 1 where id = ${job.jobId}`.execute(db);
    const list = await get<{ schemaVersion: number; schedules: ScheduleHead[] }>('/schedules');
    expect(list.schemaVersion).toBe(1);
    expect(list.schedules.map((head) => [head.doubtCount, head.doubts])).toEqual([
      [null, null],
      [null, null],
      [null, null],
    ]);
    expect(await get<ScheduleView>('/schedules/3')).toMatchObject({
      schemaVersion: 1,
      doubtCount: 0,
      doubts: [],
    });
  });
});

describe('deletion', () => {
  let system: TestSystem;
  beforeAll(async () => {
    system = await startTestSystem();
  });
  afterAll(async () => system.close());

  test('removes every object, then every row; the job is gone for good and asking again tells so', async () => {
    const submitted = await system.client.submit('kestrel.pdf', await sample(scannedSample));
    const job = await waitUntil(async () => system.client.job(submitted.jobId), ended);
    expect(job).toMatchObject({ status: 'COMPLETED', cost: { spentCents: 12, reservedCents: 0 } });
    const path = `/api/jobs/${job.jobId}`;
    const asked = await system.fetch(`${path}/delete`, { method: 'POST' });
    expect(asked.status).toBe(202);
    expect(await asked.json()).toMatchObject({
      ok: true,
      jobId: job.jobId,
      manifest: { artifacts: [{ type: 'incoming' }] },
    });
    const manifest = await waitUntil(
      async () =>
        (await (await system.fetch(`${path}/delete`)).json()) as { status: string; objectsDeleted: number },
      ({ status }) => status === 'COMPLETED',
    );
    // The upload and the picture of its page.
    expect(manifest.objectsDeleted).toBe(2);
    expect((await system.fetch(path)).status).toBe(410);
    expect((await system.fetch(`${path}/schedules`)).status).toBe(410);
    expect((await system.fetch(`${path}/pages`)).status).toBe(410);
    expect((await system.fetch(`${path}/pages/1`)).status).toBe(410);
    const stranger = { authorization: `Bearer ${await system.newKey('tenant-b')}` };
    expect((await system.fetch(path, { headers: stranger })).status).toBe(404);
    expect((await system.fetch(`${path}/delete`, { method: 'DELETE' })).status).toBe(200);
    expect(await filesBelow(join(system.folder, 'objects'))).toEqual([]);
    const { events } = (await (await system.fetch(`${path}/audit`)).json()) as { events: AuditEventView[] };
    expect(events.at(-1)).toMatchObject({ eventType: 'DELETION_COMPLETED' });
    for (const event of events) expect(event).toMatchObject({ userId: null, ipAddress: null });
  });

  test('a job deleted while it is being read leaves nothing behind', async () => {
    const submitted = await system.client.submit('kestrel.pdf', await sample(scannedSample));
    const path = `/api/jobs/${submitted.jobId}`;
    await waitUntil(
      async () => system.client.job(submitted.jobId),
      (job) => job.status === 'PROCESSING',
    );
    await system.fetch(`${path}/delete`, { method: 'POST' });
    await waitUntil(
      async () => (await (await system.fetch(`${path}/delete`)).json()) as { status: string },
      ({ status }) => status === 'COMPLETED',
    );
    expect((await system.fetch(path)).status).toBe(410);
    expect(await filesBelow(join(system.folder, 'objects'))).toEqual([]);
  });
});

async function filesBelow(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => entry.name);
}
