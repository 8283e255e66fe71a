import { createHash } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { etagOf, type BucketEntry, type BucketUpload, type S3Bucket } from './s3-bucket.ts';
import type { S3Request } from './s3-double.ts';
import * as xml from './s3-listing.ts';

export interface Answer {
  status: number;
  headers: Record<string, string>;
  body: Buffer;
}

export interface Call extends S3Request {
  query: URLSearchParams;
  headers: IncomingHttpHeaders;
  body: Buffer;
}

export interface Service {
  bucket: S3Bucket;
  /** The most that a listing answers at once. */
  pageSize: number;
  deleteErrors: Map<string, string>;
}

/** What the service does and says to a request that it has let in. */
export function answerOf(service: Service, call: Call): Answer {
  const { bucket, pageSize } = service;
  const { key, query } = call;
  switch (call.operation) {
    case 'PutObject':
      return stored(bucket.put(key, call.body, storedHeaders(call.headers)));
    case 'GetObject':
    case 'HeadObject':
      return objectAnswer(call, bucket.current(key));
    case 'DeleteObject':
      bucket.remove(key, query.get('versionId'));
      return { status: 204, headers: {}, body: Buffer.alloc(0) };
    case 'ListObjectVersions':
      if (bucket.versioning === 'unsupported') return refusal(501, 'NotImplemented');
      if (bucket.versioning === 'overlooked') return xmlAnswer(xml.objectsXml(bucket, query, pageSize));
      return xmlAnswer(xml.versionsXml(bucket, query, pageSize));
    case 'ListObjectsV2':
      return xmlAnswer(xml.objectsXml(bucket, query, pageSize));
    case 'ListMultipartUploads':
      return xmlAnswer(xml.uploadsXml(bucket, query, pageSize));
    case 'DeleteObjects':
      return deleteObjects(service, call);
    case 'CreateMultipartUpload':
      return xmlAnswer(xml.uploadStartedXml(key, bucket.openUpload(key, storedHeaders(call.headers))));
    case 'UploadPart':
    case 'CompleteMultipartUpload':
    case 'AbortMultipartUpload':
      return uploadAnswer(bucket, call);
    case 'Unknown':
    default:
      return refusal(400, 'InvalidRequest');
  }
}

export function refusal(status: number, code: string): Answer {
  return xmlAnswer(xml.errorXml(code), status);
}

function uploadAnswer(bucket: S3Bucket, call: Call): Answer {
  const upload = bucket.upload(call.key, call.query.get('uploadId') ?? '');
  if (upload === undefined) return refusal(404, 'NoSuchUpload');
  if (call.operation === 'UploadPart') {
    upload.parts.set(Number(call.query.get('partNumber')), call.body);
    return { status: 200, headers: { etag: etagOf(call.body) }, body: Buffer.alloc(0) };
  }
  if (call.operation === 'CompleteMultipartUpload') return completeUpload(bucket, upload, call);
  bucket.endUpload(upload);
  return { status: 204, headers: {}, body: Buffer.alloc(0) };
}

/** The least length of every part but the last. */
const leastPartBytes = 5 * 1024 * 1024;

function completeUpload(bucket: S3Bucket, upload: BucketUpload, call: Call): Answer {
  const bodies: Buffer[] = [];
  for (const { part, etag } of xml.readPartsXml(call.body.toString('utf8'))) {
    const body = upload.parts.get(part);
    if (body === undefined || etagOf(body) !== etag) return refusal(400, 'InvalidPart');
    bodies.push(body);
  }
  if (bodies.slice(0, -1).some((body) => body.length < leastPartBytes)) return refusal(400, 'EntityTooSmall');
  bucket.endUpload(upload);
  const entry = bucket.put(call.key, Buffer.concat(bodies), upload.headers);
  return xmlAnswer(xml.uploadCompletedXml(call.key, etagOf(entry.body)));
}

/** Wants a checksum as AWS does, and as MD5, which older services do not do without. */
function deleteObjects({ bucket, deleteErrors }: Service, { headers, body }: Call): Answer {
  const md5 = headers['content-md5'];
  if (md5 === undefined) return refusal(400, 'InvalidRequest');
  if (md5 !== createHash('md5').update(body).digest('base64')) return refusal(400, 'BadDigest');
  const wishes = xml.readDeleteXml(body.toString('utf8'));
  if (wishes.length > 1000) return refusal(400, 'MalformedXML');
  const errors: { key: string; code: string }[] = [];
  for (const { key, versionId } of wishes) {
    const code = deleteErrors.get(key);
    if (code === undefined) bucket.remove(key, versionId);
    else errors.push({ key, code });
  }
  return xmlAnswer(xml.deleteResultXml(errors));
}

function objectAnswer({ headers: asked, query }: Call, entry: BucketEntry | null): Answer {
  if (entry === null) return refusal(404, 'NoSuchKey');
  const headers: Record<string, string> = { ...entry.headers, etag: etagOf(entry.body) };
  const disposition = query.get('response-content-disposition');
  if (disposition !== null) headers['content-disposition'] = disposition;
  const range = /^bytes=(\d+)-(\d+)$/.exec(asked.range ?? '');
  if (range === null) return { status: 200, headers, body: entry.body };
  const [start, end] = [Number(range[1]), Math.min(Number(range[2]), entry.body.length - 1)];
  if (start >= entry.body.length) return refusal(416, 'InvalidRange');
  headers['content-range'] = `bytes ${start}-${end}/${entry.body.length}`;
  return { status: 206, headers, body: entry.body.subarray(start, end + 1) };
}

function stored(entry: BucketEntry): Answer {
  const headers = { etag: etagOf(entry.body), 'x-amz-version-id': entry.versionId };
  return { status: 200, headers, body: Buffer.alloc(0) };
}

function storedHeaders(headers: IncomingHttpHeaders): Record<string, string> {
  const sse = headers['x-amz-server-side-encryption'];
  const kept = { 'content-type': headers['content-type'] ?? 'binary/octet-stream' };
  return typeof sse === 'string' ? { ...kept, 'x-amz-server-side-encryption': sse } : kept;
}

export function xmlAnswer(text: string, status = 200): Answer {
  return { status, headers: { 'content-type': 'application/xml' }, body: Buffer.from(text) };
}
