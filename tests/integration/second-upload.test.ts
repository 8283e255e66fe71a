import { createHash } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { waitUntil } from '#bin/wait-until.ts';
import { changeStatus, lockJob } from '#db/jobs.ts';
import { eraseJob } from '#shared/deletion/erase-job.ts';
import type { CreatedJob } from '#shared/jobs/create-job.ts';
import { jobPrefix } from '#shared/store/keys.ts';
import type { StoredObject } from '#shared/store/object-store.ts';
import { digitalSample, sample } from '#tests/harness/samples.ts';
import { startTestSystem, type TestSystem } from '#tests/harness/test-system.ts';

/** An upload under way: half of it is sent, the rest when told. */
interface SlowUpload {
  finish(): Promise<Response>;
}

describe('an upload that is still under way', () => {
  let system: TestSystem;
  let bytes: Uint8Array;
  let job: CreatedJob;
  beforeAll(async () => {
    system = await startTestSystem({}, { withWorker: false });
    bytes = await sample(digitalSample);
  });
  afterAll(async () => system.close());
  beforeEach(async () => {
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    const body = JSON.stringify({ filename: 'a.pdf', bytes: bytes.length, sha256 });
    job = (await (await system.fetch('/api/jobs', { method: 'POST', body })).json()) as CreatedJob;
  });

  const prefix = (): string => jobPrefix('tenant-a', job.jobId);
  const stored = async (): Promise<StoredObject[]> => {
    const objects: StoredObject[] = [];
    for await (const object of system.services.store.list(prefix())) objects.push(object);
    return objects;
  };
  const put = async (body: RequestInit['body']): Promise<Response> =>
    fetch(job.upload.url, {
      method: 'PUT',
      headers: job.upload.headers,
      body,
      duplex: 'half',
    } as RequestInit);
  const begin = async (content: Uint8Array): Promise<SlowUpload> => {
    const rest = Promise.withResolvers<void>();
    async function* body(): AsyncGenerator<Uint8Array> {
      yield content.slice(0, 1000);
      await rest.promise;
      yield content.slice(1000);
    }
    const answer = put(ReadableStream.from(body()));
    await waitUntil(stored, (objects) => objects.some(({ kind }) => kind === 'multipart'));
    return {
      finish: async () => {
        rest.resolve();
        return answer;
      },
    };
  };
  const post = async (action: string): Promise<number> =>
    (await system.fetch(`/api/jobs/${job.jobId}/${action}`, { method: 'POST' })).status;
  const other = (): Uint8Array => bytes.map((byte, index) => (index > 2000 ? 0 : byte));
  /** Whether the source is the announced file. */
  const kept = async (): Promise<boolean> => {
    const source = await system.services.store.get(`${prefix()}incoming/1/source.pdf`);
    return source !== null && Buffer.from(source).equals(bytes);
  };
  const erase = async () =>
    eraseJob(
      { ...system.services, actor: { kind: 'system', name: 'worker' }, traceId: job.traceId },
      job.jobId,
    );
  const nothingIsLeft = async (): Promise<void> => {
    expect(await stored()).toEqual([]);
    const ofTenant = await readdir(join(system.folder, 'objects', 'local', 'jobs', 'tenant-a')).catch(
      () => [],
    );
    expect(ofTenant).not.toContain(job.jobId);
  };

  test('when its job starts is refused at its end, and the job keeps its source', async () => {
    const late = await begin(other());
    expect((await put(Buffer.from(bytes))).status).toBe(200);
    expect(await post('start')).toBe(202);
    const answer = await late.finish();
    expect([answer.status, await answer.json()]).toMatchObject([409, { code: 'wrong-state' }]);
    expect(await kept()).toBe(true);
    expect(await stored()).toMatchObject([{ kind: 'object' }]);
  });

  test('waits for a start that is being decided, and yields to it', async () => {
    const late = await begin(other());
    expect((await put(Buffer.from(bytes))).status).toBe(200);
    const { db } = system.services;
    const answer = await db.transaction().execute(async (tx) => {
      await lockJob(tx, job.jobId);
      const ending = late.finish();
      await waitUntil(
        async () =>
          sql<{ n: number }>`select count(*)::int as n from pg_stat_activity
            where datname = current_database() and wait_event_type = 'Lock'`.execute(db),
        ({ rows }) => rows[0]?.n === 1,
      );
      await changeStatus(tx, { jobId: job.jobId, from: ['AWAITING_UPLOAD'], to: 'QUEUED' });
      return { ending };
    });
    expect((await answer.ending).status).toBe(409);
    expect(await kept()).toBe(true);
  });

  test('when its job is cancelled leaves nothing behind', async () => {
    const late = await begin(bytes);
    expect(await post('cancel')).toBe(200);
    expect((await late.finish()).status).toBe(409);
    await nothingIsLeft();
  });

  test('when its job is being deleted leaves nothing behind', async () => {
    const late = await begin(bytes);
    expect(await post('delete')).toBe(202);
    expect((await late.finish()).status).toBe(409);
    expect(await erase()).toEqual({ state: 'done' });
    await nothingIsLeft();
  });

  test('when its job is erased leaves nothing behind', async () => {
    const late = await begin(bytes);
    expect(await post('delete')).toBe(202);
    expect(await erase()).toEqual({ state: 'done' });
    expect((await late.finish()).status).toBe(409);
    await nothingIsLeft();
  });

  test('is replaced by one that ends later, while the job waits', async () => {
    const late = await begin(bytes);
    expect((await put(Buffer.from(other()))).status).toBe(200);
    expect((await late.finish()).status).toBe(200);
    expect(await kept()).toBe(true);
  });
});
