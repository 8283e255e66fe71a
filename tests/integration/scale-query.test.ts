import { sql } from 'kysely';
import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { digitalSample, sample } from '#tests/harness/samples.ts';
import { startTestSystem, type TestSystem } from '#tests/harness/test-system.ts';

/** The number that KEDA makes workers of: see docs/deploy/kubernetes.yaml. */
let system: TestSystem;
beforeAll(async () => {
  system = await startTestSystem({}, { withWorker: false });
});
afterAll(async () => system.close());

async function waiting(): Promise<number> {
  const text = await readFile(new URL('../../docs/deploy/kubernetes.yaml', import.meta.url), 'utf8');
  const scaler = parseAllDocuments(text).at(-1)?.toJS() as {
    spec: { triggers: { metadata: { query: string } }[] };
  };
  const query = scaler.spec.triggers[0]?.metadata.query ?? '';
  const { rows } = await sql.raw<Record<string, string>>(query).execute(system.services.db);
  return Number(Object.values(rows[0] ?? {})[0]);
}

test('workers are asked for by the work that waits, and by none where nothing does', async () => {
  expect(await waiting()).toBe(0);
  const { jobId } = await system.client.submit('a.pdf', await sample(digitalSample));
  expect(await waiting()).toBe(1);
  const { db } = system.services;
  await sql`update jobs set status = 'PROCESSING', page_count = 9, pages_to_read = 8, pages_done = 3 where id = ${jobId}`.execute(
    db,
  );
  expect(await waiting()).toBe(5);
});
