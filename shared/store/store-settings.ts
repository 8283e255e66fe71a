import { randomBytes } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Config } from '../config.ts';
import type { StoreSettings } from './open-store.ts';
import type { S3StoreSettings } from './s3-store.ts';

/** The store that the configuration names: S3 where S3_BUCKET is set, else a folder below DATA_FOLDER. */
export async function storeSettings(config: Config): Promise<StoreSettings> {
  if (config.S3_BUCKET !== undefined) return { kind: 's3', ...s3Settings(config, config.S3_BUCKET) };
  return {
    kind: 'disk',
    folder: join(config.DATA_FOLDER, 'objects'),
    bucket: 'local',
    publicUrl: config.PUBLIC_URL,
    secret: await localStoreSecret(config),
  };
}

function s3Settings(config: Config, bucket: string): S3StoreSettings {
  const optional = {
    endpoint: config.S3_ENDPOINT,
    accessKeyId: config.S3_ACCESS_KEY_ID,
    secretAccessKey: config.S3_SECRET_ACCESS_KEY,
    keyPrefix: config.S3_KEY_PREFIX,
    sse: config.S3_SSE,
  };
  const given = Object.fromEntries(Object.entries(optional).filter(([, value]) => value !== undefined));
  return { bucket, region: config.S3_REGION, forcePathStyle: config.S3_FORCE_PATH_STYLE, ...given };
}

/** Signs local addresses. Every process that shares the folder shares it; whoever comes first makes it. */
export async function localStoreSecret({
  DATA_FOLDER: folder,
}: Pick<Config, 'DATA_FOLDER'>): Promise<string> {
  const path = join(folder, 'store-secret');
  await mkdir(folder, { recursive: true });
  // 'wx' fails where the file is there already, which is the rule after the first start.
  await writeFile(path, randomBytes(32).toString('hex'), { flag: 'wx', mode: 0o600 }).catch(ignoreExisting);
  return readFile(path, 'utf8');
}

function ignoreExisting(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EEXIST') throw error;
}
