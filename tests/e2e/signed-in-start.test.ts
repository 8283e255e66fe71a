import { sql } from 'kysely';
import { afterEach, expect, test } from 'vitest';
import { deleteExpiredEmbeddedKeys, listApiKeys } from '#db/api-keys.ts';
import { createApiKey } from '#shared/auth/create-api-key.ts';
import { scopes } from '#shared/context.ts';
import { waitUntil } from '#bin/wait-until.ts';
import { type ServeProcess, spawnServe } from '#tests/harness/spawn-serve.ts';

let serve: ServeProcess | undefined;
afterEach(async () => serve?.close());

const start = async (settings: Record<string, string>): Promise<ServeProcess> => {
  const started = await spawnServe(settings);
  serve = started;
  // The last of the lines that a start prints.
  await waitUntil(
    async () => Promise.resolve(/^(API key|Production)/m.test(started.log())),
    (printed) => printed,
  );
  return started;
};

test('a start prints an address that is signed in, behind the #, for some hours; its log knows nothing of it', async () => {
  const started = await start({ LOG_LEVEL: 'trace' });
  const { url, services } = started;
  const [line = '', key = ''] = /^Open {5}http:\S+\/#key=(ll_\S+).*$/m.exec(started.log()) ?? [];
  const { hash } = new URL(/http\S+/.exec(line)?.[0] ?? '');
  expect(hash).toBe(`#key=${key}`);
  const page = await fetch(`${url}/`);
  expect(page.headers.get('content-security-policy')).toContain("script-src 'self';");
  expect(await page.text()).toContain('<div id="app">');
  const jobs = await fetch(`${url}/api/jobs`, { headers: { authorization: `Bearer ${key}` } });
  expect(jobs.status).toBe(200);
  expect(started.log().split(key)).toHaveLength(2);
  const { rows } = await sql<{ name: string; hours: string }>`
    select name, extract(epoch from expires_at - now()) / 3600 as hours from api_keys where name = 'npm start'`.execute(
    services.db,
  );
  expect(rows).toHaveLength(1);
  expect(Number(rows[0]?.hours)).toBeLessThanOrEqual(12);
  expect(Number(rows[0]?.hours)).toBeGreaterThan(11);
});

test('keys of earlier starts go once they have expired; lasting ones and those of others stay', async () => {
  const { services } = await start({});
  const own = { tenantId: 'local', userId: 'local', scopes, embedded: true };
  const past = new Date(Date.now() - 1000);
  await createApiKey(services.db, { ...own, name: 'stale', expiresAt: past });
  await createApiKey(services.db, { ...own, name: 'foreign', embedded: false, expiresAt: past });
  await createApiKey(services.db, { ...own, name: 'lasting' });
  await deleteExpiredEmbeddedKeys(services.db);
  const names = (await listApiKeys(services.db)).map(({ name }) => name);
  expect(names).toEqual(expect.arrayContaining(['foreign', 'lasting', 'npm start']));
  expect(names).not.toContain('stale');
});
