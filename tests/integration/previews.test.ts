import { Redis } from 'ioredis';
import { sql } from 'kysely';
import { randomBytes } from 'node:crypto';
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { createApiKey } from '#shared/auth/create-api-key.ts';
import { type Config, loadConfig } from '#shared/config.ts';
import { scopes } from '#shared/context.ts';
import { openServices } from '#shared/open-services.ts';
import { createPreview } from '#shared/previews/create-preview.ts';
import { dropPreview } from '#shared/previews/drop-preview.ts';
import { previewNames } from '#shared/previews/preview-names.ts';
import type { PreviewSettings } from '#shared/previews/preview-settings.ts';
import { startS3Double, type S3Double } from '#tests/doubles/s3-double.ts';
import { queueBackends } from '#tests/harness/queue-backends.ts';

describe.each(queueBackends())('previews on $name', ({ redisUrl }) => {
  const [name, other] = [`a-${randomBytes(4).toString('hex')}`, `Fix/${randomBytes(4).toString('hex')}`];
  const key = 'jobs/t/x/source.pdf';
  let double: S3Double;
  let config: Config;
  let [one, two]: (PreviewSettings | undefined)[] = [];
  beforeAll(async () => {
    double = await startS3Double();
    const { bucket, endpoint = '', accessKeyId = '', secretAccessKey = '' } = double.settings;
    config = loadConfig({
      environment: {
        DATABASE_URL: inject('postgresUrl'),
        REDIS_URL: redisUrl,
        S3_BUCKET: bucket,
        S3_ENDPOINT: endpoint,
        S3_ACCESS_KEY_ID: accessKeyId,
        S3_SECRET_ACCESS_KEY: secretAccessKey,
        S3_FORCE_PATH_STYLE: 'true',
        LOG_LEVEL: 'silent',
      },
    });
    [one, two] = [await createPreview(config, name), await createPreview(config, other)];
    for (const settings of [one, two]) await fill({ ...config, ...settings });
    double.bucket.put('jobs/t/x/source.pdf', Buffer.from('of nobody’s preview'), {});
  });
  afterAll(async () => {
    await dropPreview(config, name);
    await dropPreview(config, other);
    await double.close();
  });

  /** A key, an object and a task. */
  async function fill(own: Config): Promise<void> {
    const services = await openServices(own, 'host');
    await createApiKey(services.db, { tenantId: 't', userId: 'u', scopes, embedded: false });
    await services.store.put(key, Buffer.from('x'), 'application/pdf');
    const jobId = '0190c3a0-0000-7000-8000-000000000001';
    await services.queues.add('erase', { jobId, traceId: 'a'.repeat(32) }, { taskId: 'a-task' });
    await services.close();
  }

  async function look(settings: PreviewSettings | undefined): Promise<object> {
    const services = await openServices({ ...config, ...settings }, 'host');
    const { rows } = await sql<{ count: number }>`select count(*)::int as count from api_keys`.execute(
      services.db,
    );
    const stored = (await services.store.get(key)) !== null;
    const waiting = await services.queues.waiting('erase');
    await services.close();
    return { keys: rows[0]?.count, stored, waiting };
  }

  test('each has its own rows, objects and tasks', async () => {
    expect(await look(one)).toEqual({ keys: 1, stored: true, waiting: 1 });
    expect(await look(two)).toEqual({ keys: 1, stored: true, waiting: 1 });
    expect((await tasksOf(redisUrl, name)).length > 0).toBe(redisUrl !== '');
  });

  test('one that is made again keeps what it has', async () => {
    expect(await createPreview(config, name)).toEqual(one);
    expect(await look(one)).toEqual({ keys: 1, stored: true, waiting: 1 });
  });

  test('dropping one leaves nothing of it, and the other and the rest of the bucket as they were', async () => {
    await dropPreview(config, name);
    expect(await databases()).not.toContain(previewNames(name).database);
    expect(double.bucket.entries.map((entry) => entry.key).sort()).toEqual([
      key,
      `${previewNames(other).keyPrefix}${key}`,
    ]);
    expect(await tasksOf(redisUrl, name)).toEqual([]);
    expect(await look(two)).toEqual({ keys: 1, stored: true, waiting: 1 });
  });

  test('one that is not there is dropped without a complaint', async () => {
    await expect(dropPreview(config, `never-${name}`)).resolves.toBeUndefined();
  });
});

/** On PostgreSQL they lie in the preview's database. */
async function tasksOf(redisUrl: string, name: string): Promise<string[]> {
  if (redisUrl === '') return [];
  const redis = new Redis(redisUrl);
  const keys = await redis.keys(`bull:${previewNames(name).queuePrefix}-*`);
  redis.disconnect();
  return keys;
}

async function databases(): Promise<string[]> {
  const client = new Client({ connectionString: inject('postgresUrl') });
  await client.connect();
  const { rows } = await client.query<{ datname: string }>('select datname from pg_database');
  await client.end();
  return rows.map(({ datname }) => datname);
}
