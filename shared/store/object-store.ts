import type { Readable } from 'node:stream';

/**
 * The narrow door to the bytes: a folder on disk or an S3 bucket behind it. Keys are made by `keys.ts` only, never
 * from a user's text. Every method throws AppError `store-unavailable` when the store does not answer.
 */
export interface ObjectStore {
  /** Where the objects lie, the environment's prefix included. */
  readonly bucket: string;
  /** True where an upload address ends with its job; else it must be waited for until it expires. */
  readonly revocableUploads: boolean;
  put(key: string, body: Uint8Array, contentType: string): Promise<void>;
  /** Whole object, or null where there is none. */
  get(key: string): Promise<Uint8Array | null>;
  /** Bytes `start` to `end` inclusive; fewer where the object ends earlier; null where there is none. */
  getRange(key: string, start: number, end: number): Promise<Uint8Array | null>;
  getStream(key: string): Promise<Readable | null>;
  head(key: string): Promise<ObjectHead | null>;
  /** Everything under a prefix: versions, delete markers and open multipart uploads included. */
  list(prefix: string): AsyncIterable<StoredObject>;
  /** Deletes what `list` gave; answers the entries that could not be deleted. */
  delete(objects: StoredObject[]): Promise<DeleteFailure[]>;
  presignPut(key: string, grant: UploadGrant): Promise<PresignedRequest>;
  presignGet(key: string, options: { filename: string; expiresSeconds: number }): Promise<PresignedRequest>;
  close(): Promise<void>;
}

export interface ObjectHead {
  bytes: number;
  contentType: string;
}

export interface StoredObject {
  key: string;
  kind: 'object' | 'delete-marker' | 'multipart';
  /** Version id or upload id; absent where the store keeps no versions. */
  versionId?: string;
  bytes: number;
}

export interface DeleteFailure {
  key: string;
  reason: string;
}

export interface UploadGrant {
  contentType: string;
  bytes: number;
  expiresSeconds: number;
}

export interface PresignedRequest {
  method: 'PUT' | 'GET';
  url: string;
  headers: Record<string, string>;
  expiresAt: string;
}
