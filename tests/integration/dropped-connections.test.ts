import { sql } from 'kysely';
import { Client } from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { waitUntil } from '#bin/wait-until.ts';
import { openDb } from '#db/client.ts';
import { digitalSample, sample } from '#tests/harness/samples.ts';
import { startTestSystem, type TestSystem } from '#tests/harness/test-system.ts';

let system: TestSystem;
let admin: Client;

beforeAll(async () => {
  system = await startTestSystem({ LOG_LEVEL: 'silent' });
  admin = new Client({ connectionString: system.environment['DATABASE_URL'] });
  await admin.connect();
});
afterAll(async () => {
  await admin.end();
  await system.close();
});

test('a transaction whose connection drops between two queries is refused, and the process lives', async () => {
  const dropped: Error[] = [];
  const db = openDb({
    url: system.environment['DATABASE_URL'] ?? '',
    max: 1,
    connectTimeoutMs: 5000,
    onError: (error) => dropped.push(error),
  });
  const transaction = db.transaction().execute(async (tx) => {
    const { rows } = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(tx);
    await admin.query('select pg_terminate_backend($1)', [rows[0]?.pid]);
    await waitUntil(
      async () => dropped.length,
      (count) => count > 0,
    );
    await sql`select 1`.execute(tx);
  });
  await expect(transaction).rejects.toBeInstanceOf(Error);
  expect((await sql<{ one: number }>`select 1 as one`.execute(db)).rows).toEqual([{ one: 1 }]);
  await db.destroy();
});

test('a system whose every connection dropped lifts the next job', async () => {
  await admin.query(
    'select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()',
  );
  const { jobId } = await waitUntil(
    async () => system.client.submit('a.pdf', await sample(digitalSample)).catch(() => ({ jobId: '' })),
    (submitted) => submitted.jobId !== '',
  );
  const job = await waitUntil(
    async () => system.client.job(jobId),
    ({ status }) => ['COMPLETED', 'FAILED'].includes(status),
  );
  expect(job.status).toBe('COMPLETED');
});
