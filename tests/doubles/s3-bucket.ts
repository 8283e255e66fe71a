import { createHash } from 'node:crypto';

/** 'unsupported' answers 501 to the listing of versions, as R2 does; 'overlooked' a listing without them. */
export type Versioning = 'enabled' | 'off' | 'unsupported' | 'overlooked';

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
  headers: Record<string, string>;
  /** By part number, from 1. */
  parts: Map<number, Buffer>;
}

/** The bytes and versions of one bucket, in memory. */
export class S3Bucket {
  readonly entries: BucketEntry[] = [];
  readonly uploads: BucketUpload[] = [];
  readonly versioning: Versioning;
  #sequence = 0;
  #lagging: BucketEntry[] | null = null;

  constructor(versioning: Versioning) {
    this.versioning = versioning;
  }

  put(key: string, body: Buffer, headers: Record<string, string>): BucketEntry {
    return this.#add({ key, kind: 'object', body, headers });
  }

  /** The newest entry of a key, unless that is a delete marker. */
  current(key: string): BucketEntry | null {
    const newest = sorted(this.entries.filter((entry) => entry.key === key))[0];
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

  openUpload(key: string, headers: Record<string, string> = {}): string {
    this.#sequence += 1;
    const uploadId = `upload-${String(this.#sequence).padStart(8, '0')}`;
    this.uploads.push({ key, uploadId, headers, parts: new Map() });
    return uploadId;
  }

  upload(key: string, uploadId: string): BucketUpload | undefined {
    return this.uploads.find((upload) => upload.key === key && upload.uploadId === uploadId);
  }

  /** Aborted and completed uploads alike: it is open no longer. */
  endUpload(ended: BucketUpload): void {
    this.uploads.splice(this.uploads.indexOf(ended), 1);
  }

  /** What a listing shows of a prefix, as S3 orders it: by key, the newest version first. */
  listed(prefix: string): BucketEntry[] {
    return sorted((this.#lagging ?? this.entries).filter((entry) => entry.key.startsWith(prefix)));
  }

  /** From now on listings show what is there at this moment, until `catchUp`; reading and deleting go on as they do. */
  lag(): void {
    this.#lagging = [...this.entries];
  }

  catchUp(): void {
    this.#lagging = null;
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

function sorted(entries: BucketEntry[]): BucketEntry[] {
  return entries.sort((a, b) => (a.key === b.key ? b.sequence - a.sequence : compare(a.key, b.key)));
}

export function etagOf(body: Buffer): string {
  return `"${createHash('md5').update(body).digest('hex')}"`;
}

export function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
