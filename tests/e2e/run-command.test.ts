import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { liftFile } from '#bin/lift-file.ts';
import { environmentWith } from '#shared/config.ts';
import { startS3Double, type S3Double } from '#tests/doubles/s3-double.ts';
import { freshDatabase } from '#tests/harness/fresh-database.ts';
import { digitalSample } from '#tests/harness/samples.ts';
import { startTestSystem, type TestSystem } from '#tests/harness/test-system.ts';

const path = fileURLToPath(new URL(`../../samples/${digitalSample}`, import.meta.url));
const command = fileURLToPath(new URL('../../bin/ledgerlift.mjs', import.meta.url));

describe('lifting a file', () => {
  let double: S3Double;
  let system: TestSystem;
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'll-run-'));
    double = await startS3Double();
    const { endpoint = '', bucket, accessKeyId = '', secretAccessKey = '' } = double.settings;
    system = await startTestSystem({
      S3_BUCKET: bucket,
      S3_ENDPOINT: endpoint,
      S3_FORCE_PATH_STYLE: 'true',
      S3_ACCESS_KEY_ID: accessKeyId,
      S3_SECRET_ACCESS_KEY: secretAccessKey,
    });
  });
  afterAll(async () => {
    await system.close();
    await double.close();
    await rm(folder, { recursive: true });
  });

  test.each([403, 404, 503])('writes no file where the download answers %d', async (status) => {
    double.fault = ({ operation, key }) =>
      operation === 'GetObject' && key.includes('/exports/') ? { status, code: 'Refused' } : null;
    const out = join(folder, 'refused.json');
    const lift = liftFile(system.client, { path, format: 'json', out }, new AbortController().signal);
    await expect(lift).rejects.toMatchObject({
      name: 'AppError',
      message: expect.stringContaining(`answered ${status}`),
    });
    expect(await readdir(folder)).toEqual([]);
  });

  test('by `run` works beside a server that has the environment’s PORT and PUBLIC_URL', async () => {
    const database = await freshDatabase();
    const out = join(folder, 'lifted.json');
    const env = environmentWith({
      DATABASE_URL: database.url,
      DATA_FOLDER: join(folder, 'data'),
      PORT: new URL(system.url).port,
      PUBLIC_URL: 'https://elsewhere.example',
    });
    await promisify(execFile)(process.execPath, [command, 'run', path, '--format', 'json', '-o', out], {
      env,
    });
    expect(JSON.parse(await readFile(out, 'utf8'))).toMatchObject({ schedules: expect.any(Array) });
    await database.drop();
  });
});
