import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { S3StoreSettings } from '#shared/store/s3-store.ts';
import { etagOf, S3Bucket, type BucketEntry, type Versioning } from './s3-bucket.ts';
import * as xml from './s3-listing.ts';
import { presignFault } from './sigv4.ts';

interface S3Request {
  operation: S3Operation;
  /** Empty for operations on the bucket. */
  key: string;
}

type S3Operation =
  | 'PutObject'
  | 'GetObject'
  | 'HeadObject'
  | 'DeleteObject'
  | 'ListObjectVersions'
  | 'ListObjectsV2'
  | 'ListMultipartUploads'
  | 'DeleteObjects'
  | 'CreateMultipartUpload'
  | 'AbortMultipartUpload'
  | 'Unknown';

/** 'hang' never answers, 'cut' breaks the connection, in the middle of the body where there is one. */
type S3Fault = { status: number; code: string } | 'hang' | 'cut';

export interface S3Double {
  settings: S3StoreSettings;
  bucket: S3Bucket;
  /** Every request, in order of arrival. */
  requests: S3Request[];
  /** Asked for each request; null lets it pass. Assign it to inject faults. */
  fault: (request: S3Request) => S3Fault | null;
  /** Key -> error code that DeleteObjects reports for it, under HTTP 200. */
  deleteErrors: Map<string, string>;
  close(): Promise<void>;
}

/** An S3 service in memory, path-style, with one bucket. `pageSize` is the most that a listing answers at once. */
export async function startS3Double(
  options: { versioning?: Versioning; pageSize?: number } = {},
): Promise<S3Double> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const double: S3Double = {
    settings: {
      bucket: 'ledgerlift-test',
      region: 'us-east-1',
      endpoint: `http://127.0.0.1:${port}`,
      forcePathStyle: true,
      accessKeyId: 'test-key',
      secretAccessKey: 'test-secret',
    },
    bucket: new S3Bucket(options.versioning ?? 'enabled'),
    requests: [],
    fault: () => null,
    deleteErrors: new Map(),
    close: async () => closeServer(server),
  };
  const pageSize = options.pageSize ?? 1000;
  server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    serve({ double, request, response, pageSize }).catch((error: unknown) => {
      response.destroy(error instanceof Error ? error : undefined);
    });
  });
  return double;
}

interface Exchange {
  double: S3Double;
  request: IncomingMessage;
  response: ServerResponse;
  pageSize: number;
}

async function serve(exchange: Exchange): Promise<void> {
  const { double, request, response } = exchange;
  const url = new URL(request.url ?? '/', 'http://s3');
  const [bucketName, ...rest] = url.pathname.slice(1).split('/');
  const key = decodeURIComponent(rest.join('/'));
  const operation = operationOf(request.method ?? '', key !== '', url.searchParams);
  double.requests.push({ operation, key });
  const body = await readBody(request);
  const fault = double.fault({ operation, key });
  if (fault === 'hang') return;
  if (fault === 'cut') return cut(exchange, key);
  if (fault !== null) return refuse(response, fault.status, fault.code);
  if (bucketName !== double.settings.bucket) return refuse(response, 404, 'NoSuchBucket');
  const denied = accessFault(request, url, double);
  if (denied !== null) return refuse(response, 403, denied);
  answer(exchange, { operation, key, query: url.searchParams, body });
}

function operationOf(method: string, hasKey: boolean, query: URLSearchParams): S3Operation {
  if (hasKey) {
    if (method === 'POST' && query.has('uploads')) return 'CreateMultipartUpload';
    if (method === 'DELETE') return query.has('uploadId') ? 'AbortMultipartUpload' : 'DeleteObject';
    return objectOperations[method] ?? 'Unknown';
  }
  if (method === 'POST' && query.has('delete')) return 'DeleteObjects';
  if (query.has('versions')) return 'ListObjectVersions';
  if (query.has('uploads')) return 'ListMultipartUploads';
  return query.has('list-type') ? 'ListObjectsV2' : 'Unknown';
}

const objectOperations: Record<string, S3Operation> = {
  PUT: 'PutObject',
  GET: 'GetObject',
  HEAD: 'HeadObject',
};

interface Call extends S3Request {
  query: URLSearchParams;
  body: Buffer;
}

function answer(exchange: Exchange, call: Call): void {
  const { double, request, response, pageSize } = exchange;
  const { bucket } = double;
  const { key, query } = call;
  switch (call.operation) {
    case 'PutObject': {
      const entry = bucket.put(key, call.body, storedHeaders(request));
      return send(response, 200, {
        headers: { etag: etagOf(entry.body), 'x-amz-version-id': entry.versionId },
      });
    }
    case 'GetObject':
    case 'HeadObject':
      return sendObject(exchange, bucket.current(key), query);
    case 'DeleteObject':
      bucket.remove(key, query.get('versionId'));
      return send(response, 204, {});
    case 'ListObjectVersions':
      if (bucket.versioning === 'unsupported') return refuse(response, 501, 'NotImplemented');
      return sendXml(response, xml.versionsXml(bucket, query, pageSize));
    case 'ListObjectsV2':
      return sendXml(response, xml.objectsXml(bucket, query, pageSize));
    case 'ListMultipartUploads':
      return sendXml(response, xml.uploadsXml(bucket, query, pageSize));
    case 'DeleteObjects':
      return deleteObjects(exchange, xml.readDeleteXml(call.body.toString('utf8')));
    case 'CreateMultipartUpload':
      return sendXml(response, xml.uploadStartedXml(key, bucket.openUpload(key)));
    case 'AbortMultipartUpload':
      if (!bucket.abortUpload(key, query.get('uploadId') ?? '')) return refuse(response, 404, 'NoSuchUpload');
      return send(response, 204, {});
    case 'Unknown':
      return refuse(response, 400, 'InvalidRequest');
  }
}

function deleteObjects({ double, response }: Exchange, wishes: xml.DeleteWish[]): void {
  if (wishes.length > 1000) return refuse(response, 400, 'MalformedXML');
  const errors: { key: string; code: string }[] = [];
  for (const { key, versionId } of wishes) {
    const code = double.deleteErrors.get(key);
    if (code === undefined) double.bucket.remove(key, versionId);
    else errors.push({ key, code });
  }
  sendXml(response, xml.deleteResultXml(errors));
}

function sendObject(
  { request, response }: Exchange,
  entry: BucketEntry | null,
  query: URLSearchParams,
): void {
  if (entry === null) return refuse(response, 404, 'NoSuchKey');
  const headers: Record<string, string> = { ...entry.headers, etag: etagOf(entry.body) };
  const disposition = query.get('response-content-disposition');
  if (disposition !== null) headers['content-disposition'] = disposition;
  const range = /^bytes=(\d+)-(\d+)$/.exec(request.headers.range ?? '');
  if (range === null) return send(response, 200, { headers, body: entry.body });
  const [start, end] = [Number(range[1]), Math.min(Number(range[2]), entry.body.length - 1)];
  if (start >= entry.body.length) return refuse(response, 416, 'InvalidRange');
  headers['content-range'] = `bytes ${start}-${end}/${entry.body.length}`;
  return send(response, 206, { headers, body: entry.body.subarray(start, end + 1) });
}

/** Presigned addresses are checked in full; signed headers only for their access key. */
function accessFault(request: IncomingMessage, url: URL, { settings }: S3Double): string | null {
  if (url.searchParams.has('X-Amz-Signature')) {
    return presignFault(request, settings.secretAccessKey ?? '', new Date());
  }
  const credential = `Credential=${settings.accessKeyId}/`;
  return request.headers.authorization?.includes(credential) === true ? null : 'AccessDenied';
}

function storedHeaders(request: IncomingMessage): Record<string, string> {
  const sse = request.headers['x-amz-server-side-encryption'];
  const headers = { 'content-type': request.headers['content-type'] ?? 'binary/octet-stream' };
  return typeof sse === 'string' ? { ...headers, 'x-amz-server-side-encryption': sse } : headers;
}

function cut({ double, response }: Exchange, key: string): void {
  const entry = double.bucket.current(key);
  if (entry === null) {
    response.destroy();
    return;
  }
  response.writeHead(200, { ...entry.headers, 'content-length': entry.body.length });
  response.write(entry.body.subarray(0, entry.body.length >> 1), () => response.destroy());
}

function refuse(response: ServerResponse, status: number, code: string): void {
  send(response, status, {
    headers: { 'content-type': 'application/xml' },
    body: Buffer.from(xml.errorXml(code)),
  });
}

function sendXml(response: ServerResponse, text: string): void {
  send(response, 200, { headers: { 'content-type': 'application/xml' }, body: Buffer.from(text) });
}

function send(
  response: ServerResponse,
  status: number,
  content: { headers?: Record<string, string>; body?: Buffer },
): void {
  const body = content.body ?? Buffer.alloc(0);
  response.writeHead(status, { ...content.headers, 'content-length': body.length });
  response.end(response.req.method === 'HEAD' ? undefined : body);
}

async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

async function closeServer(server: Server): Promise<void> {
  server.closeAllConnections();
  await new Promise<void>((resolve) => server.close(() => resolve()));
}
