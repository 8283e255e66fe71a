import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { localStoreSecret } from '#shared/store/store-settings.ts';

describe('the secret of the local store', () => {
  let DATA_FOLDER: string;
  let file: string;
  beforeEach(async () => {
    DATA_FOLDER = join(await mkdtemp(join(tmpdir(), 'll-secret-')), 'data');
    file = join(DATA_FOLDER, 'store-secret');
  });
  afterEach(async () => rm(join(DATA_FOLDER, '..'), { recursive: true }));

  const startersAtOnce = async (): Promise<Set<string>> =>
    new Set(await Promise.all(Array.from({ length: 16 }, async () => localStoreSecret({ DATA_FOLDER }))));

  test('is one and the same for all that start at once, and for all that start later', async () => {
    const [secret, ...others] = await startersAtOnce();
    expect(others).toEqual([]);
    expect(secret).toMatch(/^[0-9a-f]{64}$/);
    expect(await localStoreSecret({ DATA_FOLDER })).toBe(secret);
    expect((await stat(file)).mode & 0o077).toBe(0);
  });

  test.each(['', 'abc'])('is completed where a kill left %j of it, for all starters alike', async (left) => {
    await localStoreSecret({ DATA_FOLDER });
    await writeFile(file, left);
    const [secret, ...others] = await startersAtOnce();
    expect(others).toEqual([]);
    expect(secret).toMatch(/^[0-9a-f]{64}$/);
  });
});
