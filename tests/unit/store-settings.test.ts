import { expect, test } from 'vitest';
import { loadConfig } from '#shared/config.ts';
import { storeSettings } from '#shared/store/store-settings.ts';

test('every limit of the store on S3 is what the configuration says', async () => {
  const environment = {
    S3_BUCKET: 'b',
    S3_KEY_PREFIX: 'staging',
    S3_SSE: 'aws:kms',
    S3_CONNECT_TIMEOUT_MS: '51',
    S3_IDLE_TIMEOUT_MS: '52',
    S3_REQUEST_TIMEOUT_MS: '53',
    S3_MAX_ATTEMPTS: '4',
    S3_PART_MB: '6',
    S3_DELETE_BATCH: '7',
  };
  expect(await storeSettings(loadConfig({ environment }))).toMatchObject({
    kind: 's3',
    bucket: 'b',
    keyPrefix: 'staging',
    sse: 'aws:kms',
    limits: { connectTimeoutMs: 51, idleTimeoutMs: 52, requestTimeoutMs: 53, maxAttempts: 4 },
    partBytes: 6 * 1024 * 1024,
    deleteBatch: 7,
  });
});

test.each([
  ['S3_CONNECT_TIMEOUT_MS', '0'],
  ['S3_IDLE_TIMEOUT_MS', '0'],
  ['S3_REQUEST_TIMEOUT_MS', '0'],
  ['S3_MAX_ATTEMPTS', '0'],
  // S3 takes no shorter parts, and no more objects at once.
  ['S3_PART_MB', '4'],
  ['S3_DELETE_BATCH', '1001'],
])('%s=%s refuses the start: nothing of the store is without a limit', (name, value) => {
  expect(() => loadConfig({ environment: { [name]: value } })).toThrowError(new RegExp(name));
});
