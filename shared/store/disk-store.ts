import { open, readFile, stat, type FileHandle } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { Readable } from 'node:stream';
import { AppError } from '#shared/errors.ts';
import { checkByteRange } from './byte-range.ts';
import { closing } from './closing.ts';
import { deleteFromDisk } from './disk-delete.ts';
import { diskFailure, isAbsent } from './disk-failure.ts';
import { listDisk } from './disk-list.ts';
import { diskPath } from './disk-path.ts';
import { writeObject, type DiskBody, type DiskPlacing } from './disk-write.ts';
import type * as Store from './object-store.ts';
import { signStoreUrl, type StoreGrant } from './signed-url.ts';

export interface DiskStoreSettings {
  folder: string;
  bucket: string;
  /** Address under which a browser reaches the local host, such as http://localhost:8888. */
  publicUrl: string;
  /** Key of the signed addresses; whoever knows it can read and write every object. */
  secret: string;
}

/**
 * The store of an installation without S3: `<folder>/<bucket>/<key>`, the content type in a file beside each object.
 * Several processes may share the folder. Signed addresses are served by the local host (see signed-url.ts).
 */
export class DiskStore implements Store.ObjectStore {
  readonly bucket: string;
  readonly revocableUploads = true;
  readonly #root: string;
  readonly #settings: DiskStoreSettings;

  constructor(settings: DiskStoreSettings) {
    if (!/^[a-z0-9][a-z0-9.-]{1,62}$/.test(settings.bucket) || settings.secret === '') {
      throw new AppError(
        'config-invalid',
        'The store on disk needs a bucket name (a-z, 0-9, ".", "-") and a secret.',
      );
    }
    this.bucket = settings.bucket;
    this.#settings = settings;
    this.#root = join(resolve(settings.folder), settings.bucket);
  }

  /** Takes a stream too: it is not held in memory, and nothing is stored unless it ends well. */
  async put(key: string, body: DiskBody, contentType: string): Promise<void> {
    await this.receive(key, body, { contentType });
  }

  /** A `put` that may still be refused once every byte is there. */
  async receive(key: string, body: DiskBody, placing: DiskPlacing): Promise<void> {
    const path = diskPath(this.#root, key);
    try {
      await writeObject(path, body, placing);
    } catch (error) {
      throw diskFailure(error, 'put');
    }
  }

  async get(key: string): Promise<Uint8Array | null> {
    return readOrNull('get', async () => readFile(diskPath(this.#root, key).object));
  }

  async getRange(key: string, start: number, end: number): Promise<Uint8Array | null> {
    checkByteRange(start, end);
    return readOrNull('get-range', async () => {
      const handle = await open(diskPath(this.#root, key).object, 'r');
      return closing(handle, async () => readSlice(handle, start, end));
    });
  }

  async getStream(key: string): Promise<Readable | null> {
    return readOrNull('get-stream', async () => {
      const handle = await open(diskPath(this.#root, key).object, 'r');
      if ((await handle.stat()).isFile()) return handle.createReadStream();
      await handle.close();
      return null;
    });
  }

  async head(key: string): Promise<Store.ObjectHead | null> {
    const path = diskPath(this.#root, key);
    return readOrNull('head', async () => {
      const facts = await stat(path.object);
      if (!facts.isFile()) return null;
      const contentType = await readOrNull('head', async () => readFile(path.type, 'utf8'));
      return { bytes: facts.size, contentType: contentType ?? 'application/octet-stream' };
    });
  }

  async *list(prefix: string): AsyncGenerator<Store.StoredObject> {
    try {
      yield* listDisk(this.#root, prefix);
    } catch (error) {
      throw diskFailure(error, 'list');
    }
  }

  async delete(objects: Store.StoredObject[]): Promise<Store.DeleteFailure[]> {
    return deleteFromDisk(this.#root, objects);
  }

  async presignPut(key: string, grant: Store.UploadGrant): Promise<Store.PresignedRequest> {
    const { contentType, bytes, expiresSeconds } = grant;
    const headers = { 'content-type': contentType };
    return this.#presign(
      { method: 'PUT', key, contentType, bytes, filename: '' },
      { headers, expiresSeconds },
    );
  }

  async presignGet(
    key: string,
    options: { filename: string; expiresSeconds: number },
  ): Promise<Store.PresignedRequest> {
    const filename = options.filename.toWellFormed();
    const { expiresSeconds } = options;
    return this.#presign(
      { method: 'GET', key, contentType: '', bytes: 0, filename },
      { headers: {}, expiresSeconds },
    );
  }

  async close(): Promise<void> {}

  #presign(
    allowed: Omit<StoreGrant, 'expires'>,
    terms: { headers: Record<string, string>; expiresSeconds: number },
  ): Store.PresignedRequest {
    diskPath(this.#root, allowed.key);
    const expires = Math.floor(Date.now() / 1000) + terms.expiresSeconds;
    return {
      method: allowed.method,
      url: signStoreUrl(this.#settings.secret, this.#settings.publicUrl, { ...allowed, expires }),
      headers: terms.headers,
      expiresAt: new Date(expires * 1000).toISOString(),
    };
  }
}

/** null where there is no such object; what the file system reports otherwise is `store-unavailable`. */
async function readOrNull<T>(operation: string, read: () => Promise<T>): Promise<T | null> {
  try {
    return await read();
  } catch (error) {
    if (isAbsent(error)) return null;
    throw diskFailure(error, operation);
  }
}

/** A single read may answer less than asked for; only the end of the file ends the slice. */
async function readSlice(handle: FileHandle, start: number, end: number): Promise<Uint8Array> {
  const { size } = await handle.stat();
  const slice = new Uint8Array(Math.max(0, Math.min(end + 1, size) - start));
  let filled = 0;
  while (filled < slice.length) {
    const { bytesRead } = await handle.read(slice, filled, slice.length - filled, start + filled);
    if (bytesRead === 0) break;
    filled += bytesRead;
  }
  return slice.subarray(0, filled);
}
