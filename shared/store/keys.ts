import { createHash } from 'node:crypto';
import { AppError } from '#shared/errors.ts';

/** A run of a job: results of an older run are refused, and its objects never share a key with a newer one's. */
export interface JobRun {
  tenantId: string;
  /** UUID, any case. */
  jobId: string;
  /** `jobs.run`, from 1. */
  run: number;
}

export type ExportExtension = 'xlsx' | 'csv' | 'json' | 'zip' | 'pdf';

/**
 * Everything of one job, and nothing of another: `jobs/<tenant>/<job>/`. It ends in '/', so that listing it never
 * reaches into a job whose id begins alike. Throws AppError `internal` on an id that is not one.
 */
export function jobPrefix(tenantId: string, jobId: string): string {
  return `jobs/${tenantSegment(tenantId)}/${uuidSegment(jobId)}/`;
}

/** The PDF as it was uploaded for this run. */
export function sourceKey(job: JobRun): string {
  return `${jobPrefix(job.tenantId, job.jobId)}incoming/${countSegment(job.run)}/source.pdf`;
}

/** The picture of one page as displayed, numbered from 1. */
export function pageKey(job: JobRun, page: number): string {
  return `${jobPrefix(job.tenantId, job.jobId)}pages/${countSegment(job.run)}/${countSegment(page)}.png`;
}

/** What an export left in the store; `exportId` is a UUID. */
export function exportKey(job: JobRun, exportId: string, extension: ExportExtension): string {
  const folder = `${jobPrefix(job.tenantId, job.jobId)}exports/${countSegment(job.run)}`;
  return `${folder}/${uuidSegment(exportId)}.${extension}`;
}

const longestTenantSegment = 100;

/**
 * One-to-one and without upper case, because some disks fold case: a-z, 0-9 and '-' stand for themselves, every other
 * UTF-8 byte is `_hh`. What would be too long for a folder name becomes its SHA-256 behind `__`, which no encoding makes.
 */
function tenantSegment(tenantId: string): string {
  if (tenantId === '') throw new AppError('internal', 'An object key needs a tenant.');
  const plain = /[a-z0-9-]/;
  const encoded = Array.from(Buffer.from(tenantId, 'utf8'), (byte) => {
    const character = String.fromCodePoint(byte);
    return plain.test(character) ? character : `_${byte.toString(16).padStart(2, '0')}`;
  }).join('');
  return encoded.length <= longestTenantSegment ? encoded : `__${sha256Hex(tenantId)}`;
}

function uuidSegment(id: string): string {
  if (!/^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(id)) {
    throw new AppError('internal', 'An object key needs a UUID.');
  }
  return id.toLowerCase();
}

function countSegment(count: number): string {
  if (!Number.isSafeInteger(count) || count < 1) {
    throw new AppError('internal', 'An object key needs a whole number from 1.');
  }
  return String(count);
}

function sha256Hex(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('hex');
}

/** The job a key belongs to; empty for a key that is not one of ours. */
export function jobIdOfKey(key: string): string {
  return key.split('/')[2] ?? '';
}
