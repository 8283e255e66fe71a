import { once } from 'node:events';
import { createServer, type Server, type Socket } from 'node:net';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Context } from '@netlify/functions';
import { sql } from 'kysely';
import { DatabaseError } from 'pg';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type Db, openDb } from '#db/client.ts';
import job from '#netlify/functions/job.ts';
import { problem, toAppError } from '#netlify/http/problem.ts';
import { provideServices } from '#netlify/http/services.ts';
import { formatApiKey, newApiKey } from '#shared/auth/api-key.ts';
import { loadConfig } from '#shared/config.ts';
import { AppError } from '#shared/errors.ts';
import { openServices } from '#shared/open-services.ts';
import { startS3Double } from '#tests/doubles/s3-double.ts';
import { freshDatabase } from '#tests/harness/fresh-database.ts';
import { startTestSystem } from '#tests/harness/test-system.ts';

const closed: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closed.splice(0).reverse()) await close();
});

/** A server that does with each connection what it is told. */
async function listening(greet: (socket: Socket) => void): Promise<string> {
  const sockets = new Set<Socket>();
  const server: Server = createServer((socket) => {
    sockets.add(socket.on('error', () => {}));
    greet(socket);
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  closed.push(async () => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  const address = server.address();
  return `127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
}

async function nobody(): Promise<string> {
  const address = await listening(() => {});
  await closed.pop()?.();
  return address;
}

function open(url: string): Db {
  const db = openDb({ url, max: 1, connectTimeoutMs: 200, onError: () => {} });
  closed.push(async () => db.destroy());
  return db;
}

const failureOf = async (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => null,
    (error: unknown) => error,
  );

describe('a database that does not answer', () => {
  test('makes a request answer 503 database-unavailable, which says when to try again', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'll-outage-'));
    const DATABASE_URL = `postgresql://u:p@${await nobody()}/x`;
    const environment = { DATABASE_URL, DATA_FOLDER: folder, LOG_LEVEL: 'silent' };
    const services = await openServices(loadConfig({ environment }), 'function');
    closed.push(services.close, async () => rm(folder, { recursive: true }));
    provideServices(services);
    const headers = { authorization: `Bearer ${formatApiKey(newApiKey())}` };
    const answer = await job(new Request('http://localhost/api/jobs/x', { headers }), {
      params: { jobId: 'x' },
      ip: '',
      deploy: { context: 'dev' },
    } as unknown as Context);
    expect(answer.status).toBe(503);
    expect(answer.headers.get('retry-after')).toBe('2');
    const body = await answer.text();
    expect(JSON.parse(body)).toMatchObject({ status: 503, code: 'database-unavailable' });
    expect(body).not.toContain(new URL(DATABASE_URL).port);
  });

  test.each([
    ['refuses', nobody],
    ['hangs up', async () => listening((socket) => socket.destroy())],
    ['is silent', async () => listening(() => {})],
    ['is not to be found', async () => 'no-such-host.invalid:5432'],
  ])('is database-unavailable where it %s', async (_name, address) => {
    const error = await failureOf(sql`select 1`.execute(open(`postgresql://u:p@${await address()}/x`)));
    expect(toAppError(error)).toMatchObject({ code: 'database-unavailable', cause: error });
  });

  test.each(['08000', '08006', '08P01', '57P01', '57P02', '57P03', '53300', '40P01'])(
    'is SQLSTATE %s',
    (code) => {
      const error = Object.assign(new DatabaseError('', 0, 'error'), { code });
      expect(problem(error, { traceId: '', instance: '' }).status).toBe(503);
    },
  );

  test.each(['23505', '42601', '57014', '53200'])('is not SQLSTATE %s', (code) => {
    const error = Object.assign(new DatabaseError('', 0, 'error'), { code });
    expect(toAppError(error).code).toBe('internal');
  });

  test('is none where the failure has a code already, or has nothing to do with a database', () => {
    expect(toAppError(new AppError('store-unavailable', '', { cause: { code: 'ECONNRESET' } })).code).toBe(
      'store-unavailable',
    );
    for (const error of [new Error('terminated'), { code: 'ECONNRESET' }, 'ECONNRESET', undefined]) {
      expect(toAppError(error).code).toBe('internal');
    }
  });
});

describe('a database that is there', () => {
  let url: string;
  beforeEach(async () => {
    const database = await freshDatabase();
    closed.push(async () => database.drop());
    url = database.url;
  });

  test('is unavailable to a request that waits in vain for a connection', async () => {
    const db = open(url);
    const done = Promise.withResolvers<void>();
    const busy = Promise.withResolvers<void>();
    const holder = db.transaction().execute(async (tx) => {
      await sql`select 1`.execute(tx);
      busy.resolve();
      await done.promise;
    });
    await busy.promise;
    const error = await failureOf(sql`select 1`.execute(db));
    done.resolve();
    await holder;
    expect(toAppError(error).code).toBe('database-unavailable');
  });

  test('is unavailable to a transaction whose connection it ends, at each further step', async () => {
    const [db, other] = [open(url), open(url)];
    const failures: unknown[] = [];
    const broken = db.transaction().execute(async (tx) => {
      const found = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(tx);
      const running = failureOf(sql`select pg_sleep(60)`.execute(tx));
      await sql`select pg_terminate_backend(${found.rows[0]?.pid}, 10000)`.execute(other);
      failures.push(await running);
      for (let step = 0; step < 2; step += 1) failures.push(await failureOf(sql`select 1`.execute(tx)));
    });
    failures.push(await failureOf(broken));
    expect(failures.map((error) => toAppError(error).code)).toEqual(Array(4).fill('database-unavailable'));
  });
});

describe('readiness', () => {
  test('falls with the object store or its bucket, not with the queue; liveness with none', async () => {
    const double = await startS3Double();
    const { endpoint = '', bucket, accessKeyId = '', secretAccessKey = '' } = double.settings;
    const system = await startTestSystem(
      {
        S3_BUCKET: bucket,
        S3_ENDPOINT: endpoint,
        S3_FORCE_PATH_STYLE: 'true',
        S3_ACCESS_KEY_ID: accessKeyId,
        S3_SECRET_ACCESS_KEY: secretAccessKey,
        LOG_LEVEL: 'silent',
        REDIS_URL: `redis://${await nobody()}`,
      },
      { withWorker: false },
    );
    closed.push(async () => double.close(), system.close);
    const ready = async () => {
      const answer = await system.fetch('/health/ready');
      return [answer.status, await answer.json()];
    };
    expect(await ready()).toEqual([200, { status: 'ok', database: 'ok', store: 'ok' }]);
    const storeDown = [503, { status: 'unavailable', database: 'ok', store: 'unavailable' }];
    double.fault = () => ({ status: 404, code: 'NoSuchBucket' });
    expect(await ready()).toEqual(storeDown);
    double.fault = () => 'cut';
    expect(await ready()).toEqual(storeDown);
    expect((await system.fetch('/health/live')).status).toBe(200);
  });
});
