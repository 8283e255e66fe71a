import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { buildSite } from '#bin/site/build-site.ts';
import { openDb } from '#db/client.ts';
import { migrate } from '#db/migrate.ts';
import { createApiKey } from '#shared/auth/create-api-key.ts';
import { environmentWith } from '#shared/config.ts';
import { scopes } from '#shared/context.ts';
import { freshDatabase } from '#tests/harness/fresh-database.ts';

/** The platform's own tools on our functions: their bundles, routes, context, redirects and headers. */
const isThere = createRequire(import.meta.url)
  .resolve.paths('@netlify/dev')
  ?.some((folder) => existsSync(join(folder, '@netlify/dev')));

let server: ChildProcess | undefined;
let database: Awaited<ReturnType<typeof freshDatabase>>;
let [folder, key, address] = ['', '', ''];
beforeAll(async () => {
  if (!isThere) return;
  await buildSite();
  database = await freshDatabase();
  const db = openDb({ url: database.url, max: 2, connectTimeoutMs: 5000, onError: () => {} });
  await migrate(db);
  key = await createApiKey(db, { tenantId: 't', userId: 'u', scopes, embedded: false });
  await db.destroy();
  folder = await mkdtemp(join(tmpdir(), 'ledgerlift-test-'));
  const settings = { DATABASE_URL: database.url, DATA_FOLDER: folder, LOG_LEVEL: 'silent' };
  const script = new URL('../harness/netlify-dev-process.ts', import.meta.url);
  server = fork(script, { env: environmentWith(settings), execArgv: ['--max-old-space-size=12288'] });
  const [port] = (await once(server, 'message')) as [number];
  address = `http://127.0.0.1:${port}`;
}, 120_000);
afterAll(async () => {
  if (server === undefined) return;
  server.disconnect();
  await once(server, 'exit');
  await database.drop();
  await rm(folder, { recursive: true, force: true });
});

async function ask(method: string, path: string, body?: object): Promise<Response> {
  const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' };
  const sent = body === undefined ? null : JSON.stringify(body);
  return fetch(`${address}${path}`, { method, headers, body: sent });
}

test.skipIf(!isThere)(
  'the platform’s own tools serve the functions at their paths, and the page with its headers',
  async () => {
    const health = await ask('GET', '/health/ready');
    expect(await health.json()).toEqual({ status: 'ok', database: 'ok', store: 'ok' });

    const announced = await ask('POST', '/api/jobs', { filename: 'a.pdf', bytes: 5, sha256: 'a'.repeat(64) });
    expect(announced.status).toBe(201);
    const { jobId } = (await announced.json()) as { jobId: string };
    for (const path of [`/api/jobs/${jobId}`, `/v1/jobs/${jobId}`]) {
      const job = await ask('GET', path);
      expect(await job.json()).toMatchObject({ jobId, status: 'AWAITING_UPLOAD' });
    }

    const page = await ask('GET', `/jobs/${jobId}`);
    expect(page.headers.get('content-security-policy')).toMatch(/^default-src 'none'/);
    expect(await page.text()).toContain('<title>LedgerLift</title>');
  },
  400_000,
);
