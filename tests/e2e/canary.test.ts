import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { sql } from 'kysely';
import { afterEach, describe, expect, test } from 'vitest';
import { ApiClient } from '#bin/api-client.ts';
import { waitUntil } from '#bin/wait-until.ts';
import { migrate } from '#db/migrate.ts';
import { createApiKey } from '#shared/auth/create-api-key.ts';
import { environmentWith, loadConfig } from '#shared/config.ts';
import { type Ctx, scopes, type Services } from '#shared/context.ts';
import { sweepErasures } from '#shared/deletion/sweep-erasures.ts';
import { openServices } from '#shared/open-services.ts';
import { newTraceId } from '#shared/trace.ts';
import { onePagePdf } from '#tests/fixtures/one-page-pdf.ts';
import { freshDatabase } from '#tests/harness/fresh-database.ts';
import { noRateLimits } from '#tests/harness/no-rate-limits.ts';
import { queueBackends } from '#tests/harness/queue-backends.ts';
import { searchEverywhere } from '#tests/harness/search-everywhere.ts';
import { startTcpProxy } from '#tests/harness/tcp-proxy.ts';

const command = fileURLToPath(new URL('../../bin/ledgerlift.mjs', import.meta.url));

/** What is looked for, each found nowhere else in the world. */
interface Canary {
  file: string;
  text: string;
  user: string;
  /** Of this machine, but no one's: only Linux has all of 127.0.0.0/8. */
  ip: string;
}

interface Running {
  canary: Canary;
  client: ApiClient;
  call: (method: string, path: string) => Promise<Response>;
  find: (text: string) => Promise<string[]>;
  /** The sweep until no erasure of a user is open. */
  eraseUsers: () => Promise<void>;
}

const endings: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const end of endings.splice(0).toReversed()) await end();
});

/** The service in a process of its own, telling everything it can, with its own folder for temporary files. */
async function start(redisUrl: string): Promise<Running> {
  const database = await freshDatabase();
  endings.push(async () => database.drop());
  const folder = await mkdtemp(join(tmpdir(), 'll-canary-'));
  endings.push(async () => rm(folder, { recursive: true }));
  await mkdir(join(folder, 'tmp'));
  const queuePrefix = `t${randomBytes(4).toString('hex')}`;
  const environment = {
    DATABASE_URL: database.url,
    REDIS_URL: redisUrl,
    AUDIT_DURABLE_MODE: redisUrl === '' ? 'memory' : 'redis',
    DATA_FOLDER: join(folder, 'data'),
    TMPDIR: join(folder, 'tmp'),
    QUEUE_PREFIX: queuePrefix,
    LOG_LEVEL: 'trace',
    PORT: '0',
    ...noRateLimits,
  };
  const services = await openServices(loadConfig({ environment }), 'host');
  endings.push(services.close);
  await migrate(services.db);
  const ip = process.platform === 'linux' ? '127.113.47.209' : '127.0.0.1';
  const canary = { file: nonce(), text: nonce(), user: nonce(), ip };
  const key = await createApiKey(services.db, { tenantId: 't', userId: canary.user, scopes, embedded: true });
  const child = spawn(process.execPath, [command, 'serve'], { env: environmentWith(environment) });
  endings.push(async () => stop(child));
  let log = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => (log += chunk.toString()));
  const host = await waitUntil(
    async () => Promise.resolve(/answers at (\S+)/.exec(log)?.[1]),
    (found) => found !== undefined,
  );
  const proxy = await startTcpProxy(host ?? '', { localAddress: ip });
  endings.push(async () => proxy.close());
  const url = proxy.url.replace(/\/$/, '');
  return {
    canary,
    client: new ApiClient(url, key),
    call: async (method, path) =>
      fetch(`${url}${path}`, { method, headers: { authorization: `Bearer ${key}` } }),
    eraseUsers: async () => eraseUsers(services),
    find: async (text) => searchEverywhere({ db: services.db, folder, redisUrl, queuePrefix, log }, text),
  };
}

async function eraseUsers(services: Services): Promise<void> {
  const ctx: Ctx = { ...services, actor: { kind: 'system', name: 'sweep' }, traceId: newTraceId() };
  const open = async (): Promise<number> => {
    // A minute after the revocation of the keys, and the interval between two attempts, have passed.
    await sql`
      update user_erasures set keys_revoked_at = keys_revoked_at - interval '2 minutes', next_attempt_at = now()
       where status <> 'COMPLETED'`.execute(services.db);
    await sweepErasures(ctx);
    const { rows } = await sql`select from user_erasures where status <> 'COMPLETED'`.execute(services.db);
    return rows.length;
  };
  await waitUntil(open, (count) => count === 0);
  await services.trail.flush(30_000);
}

function nonce(): string {
  return `canary${randomBytes(8).toString('hex')}`;
}

async function stop(child: ChildProcess): Promise<void> {
  const gone = once(child, 'exit');
  child.kill('SIGTERM');
  await gone;
}

/** A schedule whose caption, a label and a note bear the text. */
function document(text: string): Uint8Array {
  const rows = [`Cash at ${text}`, 'Receivables', 'Inventory', 'Total'];
  const figures = ['1,200', '3,400', '5,600', '10,200'];
  const lines = rows.map((label, index) => {
    const y = 640 - 16 * index;
    return `BT /F 10 Tf 72 ${y} Td (${label}) Tj ET BT /F 10 Tf 400 ${y} Td (${figures[index]}) Tj ET`;
  });
  const font = '/Font<</F<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>';
  const head = `BT /F 14 Tf 72 700 Td (Trial balance of ${text}) Tj ET BT /F 10 Tf 400 670 Td (2024) Tj ET`;
  return onePagePdf({ content: [head, ...lines].join('\n'), resources: font });
}

describe.each(queueBackends())('an erased job on $name', ({ redisUrl }) => {
  test('is found nowhere, nor is its user once erased: not in tables, files, queues, streams, temporary files or logs', async () => {
    const { canary, client, call, find, eraseUsers: endUsers } = await start(redisUrl);
    const { jobId } = await client.submit(`${canary.file}.pdf`, document(canary.text));
    await waitUntil(
      async () => client.job(jobId),
      ({ status }) => status === 'COMPLETED',
    );
    const ids = (await client.schedules(jobId)).map(({ id }) => id);
    for (const format of ['xlsx', 'csv', 'json', 'pdf']) {
      const { exportId } = await client.requestExport(jobId, format, ids);
      const { download } = await waitUntil(
        async () => client.export(jobId, exportId),
        ({ status }) => status === 'COMPLETED',
      );
      if (download !== null && download !== undefined) await client.download(download);
    }
    await call('GET', `/api/jobs/${jobId}/audit`);
    // A search that finds nothing proves something only where it finds what is there.
    expect(await find(canary.file)).toContain('table jobs');
    expect(await find(canary.text)).toContain('table job_schedules');
    expect((await find(canary.text)).some((place) => place.startsWith('file '))).toBe(true);
    expect(await find(canary.user)).toContain('table audit_events');
    expect(await find(canary.ip)).toEqual(['table audit_events']);

    expect((await call('POST', `/api/jobs/${jobId}/delete`)).status).toBe(202);
    await waitUntil(
      async () => (await call('GET', `/api/jobs/${jobId}/deletion`)).json() as Promise<{ status: string }>,
      ({ status }) => status === 'COMPLETED',
    );
    expect(await find(canary.file)).toEqual([]);
    expect(await find(canary.text)).toEqual([]);
    // What is the user's and not the job's: the erasure of the user takes it.
    expect(await find(canary.user)).toEqual(['table api_keys', 'table user_costs']);
    expect(await find(canary.ip)).toEqual([]);

    expect((await call('POST', '/api/users/me/erase')).status).toBe(202);
    await endUsers();
    expect(await find(canary.user)).toEqual([]);
    expect(await find(canary.ip)).toEqual([]);
  });
});
