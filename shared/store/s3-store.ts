import { Readable } from 'node:stream';
import {
  GetObjectCommand,
  HeadObjectCommand,
  PutObjectCommand,
  type GetObjectCommandOutput,
} from '@aws-sdk/client-s3';
import { AppError } from '#shared/errors.ts';
import { checkByteRange } from './byte-range.ts';
import type * as Store from './object-store.ts';
import { createS3Client, type S3ConnectionSettings } from './s3-client.ts';
import { deleteFromS3 } from './s3-delete.ts';
import { isBehindTheEnd, isNoObject, s3Failure } from './s3-failure.ts';
import { listS3, type S3Place } from './s3-list.ts';
import { putInParts, type LargeObject } from './s3-multipart.ts';
import { presignS3Get, presignS3Put, type Encryption } from './s3-presign.ts';

export interface S3StoreSettings extends S3ConnectionSettings {
  bucket: string;
  /** Stands before every key, so that a preview can share a bucket; callers never see it. */
  keyPrefix?: string;
  /** Asked of the service for every object written. */
  sse?: Encryption;
  /** Longer objects are written in parts of this length. */
  partBytes: number;
  /** Objects that one request deletes, 1000 at most. */
  deleteBatch: number;
}

/** The store behind AWS S3, R2 or MinIO. */
export class S3Store implements Store.ObjectStore {
  readonly bucket: string;
  readonly revocableUploads = false;
  readonly #place: S3Place & { sse?: Encryption };
  readonly #keyPrefix: string;
  readonly #partBytes: number;
  readonly #deleteBatch: number;

  constructor(settings: S3StoreSettings) {
    this.#keyPrefix = cleanPrefix(settings.keyPrefix ?? '');
    // A job remembers where its objects lie; under another prefix a deletion would look into the wrong place.
    this.bucket = [settings.bucket, this.#keyPrefix]
      .filter((part) => part !== '')
      .join('/')
      .replace(/\/$/, '');
    this.#partBytes = settings.partBytes;
    this.#deleteBatch = settings.deleteBatch;
    const place = { client: createS3Client(settings), bucket: settings.bucket };
    this.#place = settings.sse === undefined ? place : { ...place, sse: settings.sse };
  }

  async put(key: string, body: Uint8Array, contentType: string): Promise<void> {
    const object = { key: this.#inside(key), body, contentType, sse: this.#place.sse };
    const partBytes = this.#partBytes;
    const isLarge = body.length > partBytes;
    const written = isLarge
      ? putInParts(this.#place, { ...object, partBytes })
      : putWhole(this.#place, object);
    await answerOf('put', written);
  }

  async get(key: string): Promise<Uint8Array | null> {
    return answerOf('get', this.#read(key).then(bodyBytes));
  }

  async getRange(key: string, start: number, end: number): Promise<Uint8Array | null> {
    checkByteRange(start, end);
    const answer = this.#read(key, `bytes=${start}-${end}`).then(bodyBytes).catch(emptyBehindTheEnd);
    return answerOf('get-range', answer);
  }

  async getStream(key: string): Promise<Readable | null> {
    const answer = await answerOf('get-stream', this.#read(key));
    return answer?.Body instanceof Readable
      ? Readable.from(mapFailures(answer.Body), { objectMode: false })
      : null;
  }

  async head(key: string): Promise<Store.ObjectHead | null> {
    const { client, bucket } = this.#place;
    const command = new HeadObjectCommand({ Bucket: bucket, Key: this.#inside(key) });
    const answer = await answerOf('head', client.send(command).catch(nullWithoutObject));
    if (answer === null) return null;
    return {
      bytes: answer.ContentLength ?? 0,
      contentType: answer.ContentType ?? 'application/octet-stream',
    };
  }

  async *list(prefix: string): AsyncGenerator<Store.StoredObject> {
    try {
      for await (const stored of listS3(this.#place, this.#inside(prefix))) {
        yield { ...stored, key: this.#outside(stored.key) };
      }
    } catch (error) {
      throw s3Failure(error, 'list');
    }
  }

  async delete(objects: Store.StoredObject[]): Promise<Store.DeleteFailure[]> {
    const inside = objects.map((stored) => ({ ...stored, key: this.#inside(stored.key) }));
    const failures = await answerOf('delete', deleteFromS3(this.#place, inside, this.#deleteBatch));
    return failures.map((failure) => ({ ...failure, key: this.#outside(failure.key) }));
  }

  async presignPut(key: string, grant: Store.UploadGrant): Promise<Store.PresignedRequest> {
    return answerOf('presign', presignS3Put(this.#place, this.#inside(key), grant));
  }

  async presignGet(
    key: string,
    options: { filename: string; expiresSeconds: number },
  ): Promise<Store.PresignedRequest> {
    return answerOf('presign', presignS3Get(this.#place, this.#inside(key), options));
  }

  async close(): Promise<void> {
    this.#place.client.destroy();
  }

  async #read(key: string, range?: string): Promise<GetObjectCommandOutput | null> {
    const { client, bucket } = this.#place;
    const command = new GetObjectCommand({ Bucket: bucket, Key: this.#inside(key), Range: range });
    return client.send(command).catch(nullWithoutObject);
  }

  #inside(key: string): string {
    return `${this.#keyPrefix}${key}`;
  }

  #outside(key: string): string {
    return key.startsWith(this.#keyPrefix) ? key.slice(this.#keyPrefix.length) : key;
  }
}

/** A prefix is made of folders and ends in '/', so that `staging` never reaches into `staging-2`. */
function cleanPrefix(prefix: string): string {
  const cleaned = prefix.replace(/^\/+|\/+$/g, '');
  if (cleaned === '') return '';
  if (!/^[A-Za-z0-9._-]+(?:\/[A-Za-z0-9._-]+)*$/.test(cleaned)) {
    throw new AppError(
      'config-invalid',
      'The key prefix may hold letters, digits, ".", "_" and "-" between "/".',
    );
  }
  return `${cleaned}/`;
}

async function putWhole(
  { client, bucket }: S3Place,
  { key, body, contentType, sse }: Omit<LargeObject, 'partBytes'>,
): Promise<void> {
  const object = { Bucket: bucket, Key: key, Body: body, ContentType: contentType };
  await client.send(new PutObjectCommand({ ...object, ServerSideEncryption: sse }));
}

async function answerOf<T>(operation: string, answer: Promise<T>): Promise<T> {
  try {
    return await answer;
  } catch (error) {
    throw s3Failure(error, operation);
  }
}

function nullWithoutObject(error: unknown): null {
  if (isNoObject(error)) return null;
  throw error;
}

function emptyBehindTheEnd(error: unknown): Uint8Array {
  if (isBehindTheEnd(error)) return new Uint8Array();
  throw error;
}

async function bodyBytes(answer: GetObjectCommandOutput | null): Promise<Uint8Array | null> {
  if (answer === null) return null;
  return (await answer.Body?.transformToByteArray()) ?? new Uint8Array();
}

/** A connection that breaks while the body is read is `store-unavailable` as well. */
async function* mapFailures(body: Readable): AsyncGenerator<Uint8Array> {
  try {
    yield* body;
  } catch (error) {
    throw s3Failure(error, 'get-stream');
  }
}
