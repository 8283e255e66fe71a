import { randomUUID } from 'node:crypto';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DiskStore } from '#shared/store/disk-store.ts';
import { receiveUpload } from '#shared/store/disk-upload.ts';
import { pageKey, sourceKey } from '#shared/store/keys.ts';
import type { S3StoreSettings } from '#shared/store/s3-store.ts';
import { startS3Double } from '#tests/doubles/s3-double.ts';
import { startStoreHost } from '#tests/doubles/store-host.ts';
import { s3StoreContract } from './s3-store.contract.ts';
import { listAll, newJob, storeContract } from './store.contract.ts';

storeContract('disk', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'll-store-'));
  const host = await startStoreHost('a secret');
  const store = new DiskStore({ folder, bucket: 'local', publicUrl: host.publicUrl, secret: 'a secret' });
  host.serve(store);
  const close = async (): Promise<void> => {
    await host.close();
    expect(await readdir(join(folder, 'local'))).toEqual([]);
    await rm(folder, { recursive: true });
  };
  return { store, close, openUpload: async (key) => openDiskUpload(store, key) };
});

async function openDiskUpload(store: DiskStore, key: string): Promise<() => Promise<unknown>> {
  const [half, goOn] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  async function* slowBody(): AsyncGenerator<Uint8Array> {
    yield Buffer.from('%PDF');
    half.resolve();
    await goOn.promise;
    yield Buffer.from('-1.7');
  }
  const upload = receiveUpload(store, { key, contentType: 'application/pdf', bytes: 8 }, slowBody());
  await half.promise;
  return async () => {
    goOn.resolve();
    await upload;
  };
}

for (const versioning of ['enabled', 'off', 'unsupported', 'overlooked'] as const) {
  const isVersioned = versioning === 'enabled';
  s3StoreContract({ name: `an S3 double, versions ${versioning}`, isVersioned, objects: 7 }, async () => {
    const double = await startS3Double({ versioning, pageSize: 3 });
    const close = async (): Promise<void> => {
      expect(double.bucket.entries.every((entry) => entry.key.startsWith('preview-7/'))).toBe(true);
      await double.close();
    };
    return { settings: { ...double.settings, keyPrefix: 'preview-7' }, close };
  });
}

const endpoint = process.env['S3_TEST_ENDPOINT'];
if (endpoint !== undefined) {
  const variable = (name: string): string => process.env[`S3_TEST_${name}`] ?? '';
  const isVersioned = variable('VERSIONED') === 'true';
  s3StoreContract({ name: endpoint, isVersioned, objects: 1001 }, async () => {
    const settings: S3StoreSettings = {
      endpoint,
      bucket: variable('BUCKET') || 'ledgerlift-test',
      region: variable('REGION') || 'us-east-1',
      accessKeyId: variable('ACCESS_KEY_ID'),
      secretAccessKey: variable('SECRET_ACCESS_KEY'),
      forcePathStyle: variable('FORCE_PATH_STYLE') !== 'false',
      limits: { connectTimeoutMs: 2000, idleTimeoutMs: 10_000, requestTimeoutMs: 30_000, maxAttempts: 3 },
      partBytes: 5 * 1024 * 1024,
      deleteBatch: Number(variable('DELETE_BATCH') || 250),
    };
    return { settings: { ...settings, keyPrefix: `contract-${randomUUID()}` }, close: async () => {} };
  });
}

describe('the store on disk', () => {
  let folder: string;
  let store: DiskStore;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'll-store-'));
    store = new DiskStore({
      folder,
      bucket: 'local',
      publicUrl: 'http://localhost:8888',
      secret: 'a secret',
    });
  });
  afterEach(async () => rm(folder, { recursive: true, force: true }));

  it.each([
    '../x',
    '/etc/passwd',
    'a/../../x',
    'a//b',
    'a/./b',
    'a\0b',
    'a~type',
    'a b',
    'a\\b',
    '',
    'a/',
    '...',
  ])('refuses a key that is none: %j', async (key) => {
    const refused = { code: 'internal' };
    await expect(store.put(key, Buffer.from('x'), 'text/plain')).rejects.toMatchObject(refused);
    await expect(store.get(key)).rejects.toMatchObject(refused);
    await expect(store.presignGet(key, { filename: 'x', expiresSeconds: 9 })).rejects.toMatchObject(refused);
    expect(await readdir(folder)).toEqual([]);
  });

  it('leaves no folder behind when the last object goes', async () => {
    const job = newJob();
    await store.put(pageKey(job, 1), Buffer.from('x'), 'image/png');
    await store.delete(await listAll(store, ''));
    expect(await readdir(join(folder, 'local'))).toEqual([]);
  });

  it('keeps nothing of an upload whose connection breaks', async () => {
    async function* brokenBody(): AsyncGenerator<Uint8Array> {
      yield Buffer.from('%PDF');
      throw Object.assign(new Error('aborted'), { code: 'ECONNRESET', syscall: 'read' });
    }
    const grant = { key: sourceKey(newJob()), contentType: 'application/pdf', bytes: 8 };
    await expect(receiveUpload(store, grant, brokenBody())).rejects.toMatchObject({
      code: 'upload-mismatch',
    });
    expect(await readdir(join(folder, 'local'))).toEqual([]);
  });

  it('never shows a reader half of an object that is being replaced', async () => {
    const key = pageKey(newJob(), 1);
    const bodies = ['a', 'b'].map((letter) => Buffer.from(letter.repeat(200_000)));
    await store.put(key, bodies[0] ?? Buffer.alloc(0), 'image/png');
    const write = async (): Promise<void> => {
      for (let round = 1; round <= 30; round += 1) {
        await store.put(key, bodies[round % 2] ?? Buffer.alloc(0), 'image/png');
      }
    };
    const read = async (): Promise<void> => {
      for (let round = 1; round <= 200; round += 1) {
        const seen = Buffer.from((await store.get(key)) ?? []);
        expect(bodies.some((body) => body.equals(seen))).toBe(true);
      }
    };
    await Promise.all([write(), read(), write()]);
  });

  it('shows the debris of a crash between type and object, and deletes it', async () => {
    const key = pageKey(newJob(), 1);
    await store.put(key, Buffer.from('x'), 'image/png');
    await rm(join(folder, 'local', ...key.split('/')));
    const listed = await listAll(store, '');
    expect(listed).toMatchObject([{ key, kind: 'multipart' }]);
    expect(await store.head(key)).toBeNull();
    await store.delete(listed);
    expect(await readdir(join(folder, 'local'))).toEqual([]);
  });

  it('puts and prunes the same folder at once without losing an object', async () => {
    const job = newJob();
    const writers = Array.from({ length: 20 }, async (_, index) => {
      await store.put(pageKey(job, index + 1), Buffer.from('x'), 'image/png');
      const other = { key: pageKey(job, index + 101), kind: 'object' as const, bytes: 1 };
      await store.delete([other]);
    });
    await Promise.all(writers);
    expect(await listAll(store, '')).toHaveLength(20);
  });

  it('says store-unavailable when the folder cannot be written', async () => {
    await writeFile(join(folder, 'local'), 'a file where the folder should be');
    const put = store.put(pageKey(newJob(), 1), Buffer.from('x'), 'image/png');
    await expect(put).rejects.toMatchObject({ code: 'store-unavailable' });
  });
});
