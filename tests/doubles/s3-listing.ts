import { compare, type BucketEntry, type S3Bucket } from './s3-bucket.ts';

type Query = URLSearchParams;

/** ListObjectVersions: at most `pageSize` entries behind the markers, delete markers among them. */
export function versionsXml(bucket: S3Bucket, query: Query, pageSize: number): string {
  const prefix = query.get('prefix') ?? '';
  const behind = bucket.listed(prefix).filter((entry) => isBehindMarker(entry, query));
  const page = behind.slice(0, pageSize);
  const last = page.at(-1);
  const truncated = last !== undefined && behind.length > page.length;
  const next = truncated ? tag('NextKeyMarker', last.key) + tag('NextVersionIdMarker', last.versionId) : '';
  const rows = page.map((entry) => {
    const name = entry.kind === 'object' ? 'Version' : 'DeleteMarker';
    const size = entry.kind === 'object' ? tag('Size', String(entry.body.length)) : '';
    return `<${name}>${tag('Key', entry.key)}${tag('VersionId', entry.versionId)}${size}</${name}>`;
  });
  const flags = tag('IsTruncated', String(truncated)) + next;
  return document('ListVersionsResult', flags + rows.join(''));
}

/** ListObjectsV2: the current objects, `pageSize` at a time. */
export function objectsXml(bucket: S3Bucket, query: Query, pageSize: number): string {
  const after = query.get('continuation-token') ?? '';
  const keys = new Set(bucket.listed(query.get('prefix') ?? '').map((entry) => entry.key));
  const current = [...keys].map((key) => bucket.current(key)).filter((entry) => entry !== null);
  const behind = current.filter((entry) => compare(entry.key, after) > 0);
  const page = behind.slice(0, pageSize);
  const truncated = behind.length > page.length;
  const next = truncated ? tag('NextContinuationToken', page.at(-1)?.key ?? '') : '';
  const rows = page.map((entry) => {
    return `<Contents>${tag('Key', entry.key)}${tag('Size', String(entry.body.length))}</Contents>`;
  });
  return document('ListBucketResult', tag('IsTruncated', String(truncated)) + next + rows.join(''));
}

/** ListMultipartUploads: by key, then upload id. */
export function uploadsXml(bucket: S3Bucket, query: Query, pageSize: number): string {
  const [key, id] = [query.get('key-marker') ?? '', query.get('upload-id-marker') ?? ''];
  const sorted = bucket.uploads
    .filter((upload) => upload.key.startsWith(query.get('prefix') ?? ''))
    .sort((a, b) => compare(a.key, b.key) || compare(a.uploadId, b.uploadId));
  const behind = sorted.filter(
    (upload) => compare(upload.key, key) > 0 || (upload.key === key && upload.uploadId > id),
  );
  const page = behind.slice(0, pageSize);
  const last = page.at(-1);
  const truncated = last !== undefined && behind.length > page.length;
  const next = truncated ? tag('NextKeyMarker', last.key) + tag('NextUploadIdMarker', last.uploadId) : '';
  const rows = page.map(
    (upload) => `<Upload>${tag('Key', upload.key)}${tag('UploadId', upload.uploadId)}</Upload>`,
  );
  return document('ListMultipartUploadsResult', tag('IsTruncated', String(truncated)) + next + rows.join(''));
}

export interface DeleteWish {
  key: string;
  versionId: string | null;
}

export function readDeleteXml(body: string): DeleteWish[] {
  return [...body.matchAll(/<Object>(.*?)<\/Object>/gs)].map(([, object = '']) => ({
    key: unescape(/<Key>(.*?)<\/Key>/s.exec(object)?.[1] ?? ''),
    versionId: /<VersionId>(.*?)<\/VersionId>/s.exec(object)?.[1] ?? null,
  }));
}

export function deleteResultXml(errors: { key: string; code: string }[]): string {
  const rows = errors.map(({ key, code }) => `<Error>${tag('Key', key)}${tag('Code', code)}</Error>`);
  return document('DeleteResult', rows.join(''));
}

/** The parts that a CompleteMultipartUpload names, in its order. */
export function readPartsXml(body: string): { part: number; etag: string }[] {
  return [...body.matchAll(/<Part>(.*?)<\/Part>/gs)].map(([, part = '']) => ({
    part: Number(/<PartNumber>(\d+)<\/PartNumber>/.exec(part)?.[1]),
    etag: unescape(/<ETag>(.*?)<\/ETag>/.exec(part)?.[1] ?? ''),
  }));
}

export function uploadCompletedXml(key: string, etag: string): string {
  return document('CompleteMultipartUploadResult', tag('Key', key) + tag('ETag', etag));
}

export function errorXml(code: string): string {
  return `<?xml version="1.0" encoding="UTF-8"?><Error>${tag('Code', code)}${tag('Message', code)}</Error>`;
}

export function uploadStartedXml(key: string, uploadId: string): string {
  return document('InitiateMultipartUploadResult', tag('Key', key) + tag('UploadId', uploadId));
}

/** Markers stay good when the entry they name was deleted meanwhile: version ids grow with time. */
function isBehindMarker(entry: BucketEntry, query: Query): boolean {
  const key = query.get('key-marker') ?? '';
  const versionId = query.get('version-id-marker');
  if (entry.key !== key) return compare(entry.key, key) > 0;
  return versionId !== null && compare(entry.versionId, versionId) < 0;
}

function document(name: string, content: string): string {
  return `<?xml version="1.0" encoding="UTF-8"?><${name} xmlns="http://s3.amazonaws.com/doc/2006-03-01/">${content}</${name}>`;
}

function tag(name: string, text: string): string {
  return `<${name}>${text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')}</${name}>`;
}

function unescape(text: string): string {
  return text
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&amp;', '&');
}
