import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { openDb } from '#db/client.ts';
import { migrate } from '#db/migrate.ts';
import { createApiKey } from '#shared/auth/create-api-key.ts';
import { scopes } from '#shared/context.ts';
import { freshDatabase } from '#tests/harness/fresh-database.ts';

/** The platform's own tools on our functions: its bundles, its routes, its context, its redirects and headers. */
const [on, off] = [{ enabled: true }, { enabled: false }];
const functions = { functions: on, redirects: on, headers: on, staticFiles: on };
const others = { blobs: off, database: off, edgeFunctions: off, environmentVariables: off, geolocation: off };

/** What we use of it. */
interface NetlifyDev {
  start: () => Promise<unknown>;
  stop: () => Promise<unknown>;
  handle: (request: Request) => Promise<Response | undefined>;
}

/** Not among our dependencies, for it brings several hundred packages along: see docs/testing.md. */
const name = '@netlify/dev';
const tools = (await import(name).catch(() => null)) as {
  NetlifyDev: new (options: object) => NetlifyDev;
} | null;

let dev: NetlifyDev;
let database: Awaited<ReturnType<typeof freshDatabase>>;
let [folder, key] = ['', ''];
beforeAll(async () => {
  if (tools === null) return;
  database = await freshDatabase();
  const db = openDb({ url: database.url, max: 2, connectTimeoutMs: 5000, onError: () => {} });
  await migrate(db);
  key = await createApiKey(db, { tenantId: 't', userId: 'u', scopes, embedded: false });
  await db.destroy();
  folder = await mkdtemp(join(tmpdir(), 'ledgerlift-test-'));
  vi.stubEnv('DATABASE_URL', database.url);
  vi.stubEnv('DATA_FOLDER', folder);
  vi.stubEnv('LOG_LEVEL', 'silent');
  const projectRoot = fileURLToPath(new URL('../../', import.meta.url));
  dev = new tools.NetlifyDev({ projectRoot, ...functions, ...others, images: off, server: off });
  await dev.start();
}, 120_000);
afterAll(async () => {
  if (tools === null) return;
  await dev.stop();
  vi.unstubAllEnvs();
  await database.drop();
  await rm(folder, { recursive: true, force: true });
});

async function ask(method: string, path: string, body?: object): Promise<Response> {
  const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' };
  const sent = body === undefined ? null : JSON.stringify(body);
  const request = new Request(`http://localhost:8888${path}`, { method, headers, body: sent });
  return (await dev.handle(request)) ?? new Response(`Nothing serves ${path}.`, { status: 404 });
}

test.skipIf(tools === null)(
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
  120_000,
);
