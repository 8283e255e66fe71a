import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { type AddressInfo, createServer as createTcpServer } from 'node:net';
import { Client } from 'pg';
import { afterEach, expect, inject, test } from 'vitest';
import { fileURLToPath } from 'node:url';
import { waitUntil } from '#bin/wait-until.ts';
import { migrate } from '#db/migrate.ts';
import { loadConfig } from '#shared/config.ts';
import { openServices } from '#shared/open-services.ts';
import { onePagePdf } from '#tests/fixtures/one-page-pdf.ts';
import { ApiClient } from '#bin/api-client.ts';
import { freshDatabase } from '#tests/harness/fresh-database.ts';
import { spawnLogged, spawnServe } from '#tests/harness/spawn-serve.ts';
import { unusedPort } from '#tests/harness/unused-port.ts';

const command = fileURLToPath(new URL('../../bin/ledgerlift.mjs', import.meta.url));

const endings: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const end of endings.splice(0).toReversed()) await end();
});

/** Found nowhere else in the world. */
const nonce = (): string => randomBytes(16).toString('hex');
const jwt = (): string => `eyJhbGciOiJFZERTQSJ9.eyJ${nonce()}.${nonce()}${nonce()}`;

/** Those of the settings; a role with the database's password lets it come in as it does in production. */
async function settings() {
  const { privateKey } = generateKeyPairSync('ed25519');
  const given = {
    database: nonce(),
    redis: nonce(),
    s3: nonce(),
    metrics: nonce(),
    signature: nonce(),
    signing: privateKey.export({ format: 'der', type: 'pkcs8' }).toString('base64'),
  };
  const role = `r_${randomBytes(4).toString('hex')}`;
  const admin = new Client({ connectionString: inject('postgresUrl') });
  await admin.connect();
  await admin.query(`create role ${role} superuser login password '${given.database}'`);
  endings.push(async () => {
    await admin.query(`drop role ${role}`);
    await admin.end();
  });
  return { given, role };
}

function asRole(address: string, role: string, password: string): string {
  const url = new URL(address);
  url.username = role;
  url.password = password;
  return url.href;
}

/** A database with our tables, and its address with a password that is one of the settings. */
async function migratedDatabase() {
  const { given, role } = await settings();
  const database = await freshDatabase();
  endings.push(async () => database.drop());
  const url = asRole(database.url, role, given.database);
  const services = await openServices(
    loadConfig({ environment: { DATABASE_URL: url, LOG_LEVEL: 'silent' } }),
    'host',
  );
  await migrate(services.db);
  await services.queues.backend.migrate();
  await services.close();
  return { given, database, url };
}

/** Every secret in every place of a request, once where it is refused and once where it gets as far as a handler. */
async function knock(base: string, key: string, secrets: string[]): Promise<void> {
  const paths = [
    '/api/jobs',
    '/api/webhooks',
    '/api/jobs/0197a000-0000-7000-8000-000000000000/audit',
    '/_store/x',
  ];
  for (const secret of secrets) {
    const said = encodeURIComponent(secret);
    for (const authorization of [
      `Bearer ${secret}`,
      `Basic ${btoa(`x:${secret}`)}`,
      secret,
      `Bearer ${key}`,
    ]) {
      const headers = { authorization, 'x-trace-id': secret.slice(0, 36), cookie: `session=${said}` };
      const calls = paths.flatMap((path) => [
        fetch(`${base}${path}?cursor=${said}&limit=${said}&signature=${said}&X-Amz-Signature=${said}`, {
          headers,
        }),
        fetch(`${base}${path}/${said}`, { headers }),
        fetch(`${base}${path}`, {
          method: 'POST',
          headers: { ...headers, 'content-type': 'application/json' },
          body: JSON.stringify({ [secret]: secret, url: secret }),
        }),
        fetch(`${base}${path}`, { method: 'PUT', headers, body: `{"${secret}` }),
      ]);
      for (const answer of await Promise.all(calls)) await answer.arrayBuffer();
    }
  }
}

function holding(log: string, secrets: Record<string, string>): string[] {
  return Object.entries(secrets)
    .filter(([, secret]) =>
      [secret, encodeURIComponent(secret), btoa(secret)].some((form) => log.includes(form)),
    )
    .map(([name]) => name);
}

test('no secret gets into what a service and its worker print, wherever it came in and whatever fails', async () => {
  const { given, role } = await settings();
  const port = await unusedPort();
  const own: Record<string, string> = {
    LOG_LEVEL: 'trace',
    OCR_ENGINE: 'null',
    FEATURES_WEBHOOKS: 'true',
    WEBHOOK_ALLOW_PRIVATE: 'true',
    WEBHOOK_PORTS: String(port),
    WEBHOOK_FIRST_WAIT_MS: '10',
    WORKER_PORT: String(await unusedPort()),
    METRICS_TOKEN: given.metrics,
    AUDIT_SIGNING_KEY: given.signing,
  };
  // This Redis wants no password, and says so in the words of a warning.
  if (inject('redisUrl') !== '') own['REDIS_URL'] = asRole(inject('redisUrl'), '', given.redis);
  const serve = await spawnServe(own, (url) => asRole(url, role, given.database));
  endings.push(async () => serve.close());
  const path = nonce();
  const hook = { url: `http://127.0.0.1:${port}/${path}?token=${path}` };
  const headers = { authorization: `Bearer ${serve.key}` };
  const added = await fetch(`${serve.url}/api/webhooks`, {
    method: 'POST',
    headers: { ...headers, 'content-type': 'application/json' },
    body: JSON.stringify(hook),
  });
  const { secret } = (await added.json()) as { secret: string };
  const secrets = { ...given, key: serve.key, jwt: jwt(), webhook: secret, hookPath: path };

  const { jobId } = await new ApiClient(serve.url, serve.key).submit('a.pdf', onePagePdf({ content: '' }));
  await waitUntil(
    async () => Promise.resolve(serve.log()),
    (log) => log.includes('a webhook was not delivered') && log.includes(jobId),
  );
  await knock(serve.url, serve.key, Object.values(secrets));
  for (const authorization of [`Bearer ${jwt()}`, `Bearer ${given.metrics}x`, `Bearer ${given.metrics}`])
    for (const asked of ['/metrics', '/queues', '/queues/api/queues'])
      await fetch(`http://127.0.0.1:${serve.environment['WORKER_PORT']}${asked}`, {
        headers: { authorization },
      });
  // The database goes: what the drivers say of it has to be told, without the words that open it.
  await serve.dropDatabase();
  await fetch(`${serve.url}/api/jobs`, { headers });
  await waitUntil(
    async () => Promise.resolve(serve.log()),
    (log) => log.includes('a request failed on our side'),
  );
  expect(serve.log()).toContain('a task is done');
  expect(holding(serve.log(), secrets)).toEqual([]);
});

test('no secret of a worker gets into what it prints where store, queue and database refuse it', async () => {
  const { given, database, url } = await migratedDatabase();
  // As real ones do: it repeats what it was sent in the words of its error.
  const store = createServer((request, response) => {
    const said = `${request.headers.authorization} signed with ${given.s3} for https://x/?X-Amz-Signature=${given.signature}`;
    response.writeHead(403, { 'content-type': 'application/xml' });
    response.end(`<Error><Code>SignatureDoesNotMatch</Code><Message>${said}</Message></Error>`);
  }).listen(0, '127.0.0.1');
  await once(store, 'listening');
  endings.push(async () => new Promise((resolve) => store.close(resolve)));
  const port = await unusedPort();
  const environment = {
    DATABASE_URL: url,
    LOG_LEVEL: 'trace',
    OCR_ENGINE: 'null',
    QUEUE_PREFIX: `t${randomBytes(4).toString('hex')}`,
    S3_BUCKET: 'ledgers',
    S3_ENDPOINT: `http://127.0.0.1:${(store.address() as AddressInfo).port}`,
    S3_FORCE_PATH_STYLE: 'true',
    S3_ACCESS_KEY_ID: 'AKIA0000',
    S3_SECRET_ACCESS_KEY: given.s3,
    S3_MAX_ATTEMPTS: '1',
    WORKER_PORT: String(port),
    METRICS_TOKEN: given.metrics,
  };
  const { child, log } = spawnLogged([command, 'worker'], environment);
  const gone = once(child, 'exit');
  await waitUntil(
    async () => Promise.resolve(log()),
    (text) => text.includes('the worker is ready'),
  );
  // The store refuses.
  expect((await fetch(`http://127.0.0.1:${port}/health/ready`)).status).toBe(503);
  await database.drop();
  expect((await fetch(`http://127.0.0.1:${port}/health/ready`)).status).toBe(503);
  child.kill('SIGTERM');
  await gone;
  expect(log()).toContain('the object store does not answer');
  expect(log()).toContain('signed with [redacted]');
  expect(log()).toContain('the database does not answer');
  expect(holding(log(), given)).toEqual([]);
});

test('no password of the queue gets into what a worker prints, though the server repeats it', async () => {
  const { given, url } = await migratedDatabase();
  // In the words in which Redis refuses what it does not know.
  const refusal = `-ERR unknown command 'AUTH', with args beginning with: '${given.redis}'\r\n`;
  const redis = createTcpServer((socket) => {
    socket.on('data', () => socket.write(refusal.repeat(8)));
    socket.on('error', () => {});
  }).listen(0, '127.0.0.1');
  await once(redis, 'listening');
  endings.push(async () => new Promise((resolve) => redis.close(resolve)));
  const { child, log } = spawnLogged([command, 'worker'], {
    DATABASE_URL: url,
    REDIS_URL: `redis://:${given.redis}@127.0.0.1:${(redis.address() as AddressInfo).port}`,
    LOG_LEVEL: 'trace',
    OCR_ENGINE: 'null',
  });
  expect(await once(child, 'exit')).toEqual([1, null]);
  expect(log()).toContain("with args beginning with: '[redacted]'");
  expect(holding(log(), given)).toEqual([]);
});

test('a start that fails names the setting and not its secret', async () => {
  const secret = nonce();
  const refused = [
    { DATABASE_URL: `postgresql://app:${secret}@127.0.0.1:1/x` },
    { DATABASE_URL: inject('postgresUrl'), REDIS_URL: `http://:${secret}@127.0.0.1` },
    { DATABASE_URL: inject('postgresUrl'), AUDIT_SIGNING_KEY: secret },
    { DATABASE_URL: inject('postgresUrl'), METRICS_TOKEN: `${secret}!` },
    { DATABASE_URL: asRole(inject('postgresUrl'), 'nobody', secret) },
  ];
  for (const environment of refused) {
    const settled = { LOG_LEVEL: 'trace', OCR_ENGINE: 'null', ...environment };
    const { child, log } = spawnLogged([command, 'worker'], settled);
    expect(await once(child, 'exit')).toEqual([1, null]);
    expect(log()).toMatch(/DATABASE_URL|REDIS_URL|AUDIT_SIGNING_KEY|METRICS_TOKEN|S3_SECRET_ACCESS_KEY/);
    expect(log()).not.toContain(secret);
  }
}, 180_000);
