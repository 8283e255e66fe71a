import { randomBytes } from 'node:crypto';
import { appendFile, mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Config } from '../config.ts';
import type { StoreSettings } from './open-store.ts';
import type { S3Limits } from './s3-client.ts';
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
  return {
    bucket,
    region: config.S3_REGION,
    forcePathStyle: config.S3_FORCE_PATH_STYLE,
    limits: s3Limits(config),
    partBytes: config.S3_PART_MB * 1024 * 1024,
    deleteBatch: config.S3_DELETE_BATCH,
    ...given,
  };
}

function s3Limits(config: Config): S3Limits {
  return {
    connectTimeoutMs: config.S3_CONNECT_TIMEOUT_MS,
    idleTimeoutMs: config.S3_IDLE_TIMEOUT_MS,
    requestTimeoutMs: config.S3_REQUEST_TIMEOUT_MS,
    maxAttempts: config.S3_MAX_ATTEMPTS,
  };
}

/**
 * Signs local addresses. Every process that shares the folder shares it; whoever comes first makes it. What is missing
 * is appended and only the file's beginning counts: appending never overwrites, so that starters at the same moment
 * agree on whose bytes came first, and a file that a kill left empty or short is completed by the next start.
 */
export async function localStoreSecret({
  DATA_FOLDER: folder,
}: Pick<Config, 'DATA_FOLDER'>): Promise<string> {
  const path = join(folder, 'store-secret');
  for (;;) {
    const found = await readFile(path, 'utf8').catch(emptyWhereAbsent);
    if (found.length >= secretLength) return found.slice(0, secretLength);
    await mkdir(folder, { recursive: true });
    await appendFile(path, randomBytes(secretLength / 2).toString('hex'), { mode: 0o600, flush: true });
  }
}

/** In hexadecimal digits. */
const secretLength = 64;

function emptyWhereAbsent(error: NodeJS.ErrnoException): string {
  if (error.code !== 'ENOENT') throw error;
  return '';
}
