import { createHash } from 'node:crypto';

/** 'unsupported' answers 501 to the listing of versions, as R2 does. */
export type Versioning = 'enabled' | 'off' | 'unsupported';

export interface BucketEntry {
  key: string;
  kind: 'object' | 'delete-marker';
  versionId: string;
  /** Order of writing: the newest of a key has the highest. */
  sequence: number;
  body: Buffer;
  headers: Record<string, string>;
}

export interface BucketUpload {
  key: string;
  uploadId: string;
}

/** The bytes and versions of one bucket, in memory. */
export class S3Bucket {
  readonly entries: BucketEntry[] = [];
  readonly uploads: BucketUpload[] = [];
  readonly versioning: Versioning;
  #sequence = 0;

  constructor(versioning: Versioning) {
    this.versioning = versioning;
  }

  put(key: string, body: Buffer, headers: Record<string, string>): BucketEntry {
    return this.#add({ key, kind: 'object', body, headers });
  }

  /** The newest entry of a key, unless that is a delete marker. */
  current(key: string): BucketEntry | null {
    const newest = this.listed(key).find((entry) => entry.key === key);
    return newest?.kind === 'object' ? newest : null;
  }

  remove(key: string, versionId: string | null): void {
    if (versionId === null && this.versioning === 'enabled') {
      this.#add({ key, kind: 'delete-marker', body: Buffer.alloc(0), headers: {} });
      return;
    }
    const wanted = versionId ?? 'null';
    const at = this.entries.findIndex((entry) => entry.key === key && entry.versionId === wanted);
    if (at >= 0) this.entries.splice(at, 1);
  }

  openUpload(key: string): string {
    this.#sequence += 1;
    const uploadId = `upload-${String(this.#sequence).padStart(8, '0')}`;
    this.uploads.push({ key, uploadId });
    return uploadId;
  }

  /** False where there is no such upload. */
  abortUpload(key: string, uploadId: string): boolean {
    const at = this.uploads.findIndex((upload) => upload.key === key && upload.uploadId === uploadId);
    if (at >= 0) this.uploads.splice(at, 1);
    return at >= 0;
  }

  /** Entries of a prefix as S3 orders them: by key, the newest version first. */
  listed(prefix: string): BucketEntry[] {
    const found = this.entries.filter((entry) => entry.key.startsWith(prefix));
    return found.sort((a, b) => (a.key === b.key ? b.sequence - a.sequence : compare(a.key, b.key)));
  }

  #add(entry: Omit<BucketEntry, 'versionId' | 'sequence'>): BucketEntry {
    this.#sequence += 1;
    const sequence = this.#sequence;
    const versionId = this.versioning === 'enabled' ? `v${String(sequence).padStart(8, '0')}` : 'null';
    if (versionId === 'null') this.remove(entry.key, 'null');
    const added = { ...entry, versionId, sequence };
    this.entries.push(added);
    return added;
  }
}

export function etagOf(body: Buffer): string {
  return `"${createHash('md5').update(body).digest('hex')}"`;
}

export function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
