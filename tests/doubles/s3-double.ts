import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { S3StoreSettings } from '#shared/store/s3-store.ts';
import { answerOf, refusal, xmlAnswer, type Answer, type Call } from './s3-answers.ts';
import { S3Bucket, type Versioning } from './s3-bucket.ts';
import { presignFault } from './sigv4.ts';

export interface S3Request {
  operation: S3Operation;
  /** Empty for operations on the bucket. */
  key: string;
}

export type S3Operation =
  | 'PutObject'
  | 'GetObject'
  | 'HeadObject'
  | 'DeleteObject'
  | 'ListObjectVersions'
  | 'ListObjectsV2'
  | 'ListMultipartUploads'
  | 'DeleteObjects'
  | 'CreateMultipartUpload'
  | 'UploadPart'
  | 'CompleteMultipartUpload'
  | 'AbortMultipartUpload'
  | 'Unknown';

/**
 * 'hang' does nothing and never answers, 'drop' does nothing and breaks the connection. 'cut' and 'stall' do what was asked:
 * one breaks the connection in the middle of the answer, the other falls silent there.
 */
export type S3Fault =
  | { status: number; code: string }
  | { status: number; xml: string }
  | 'hang'
  | 'drop'
  | 'cut'
  | 'stall';

export interface S3Double {
  settings: S3StoreSettings;
  bucket: S3Bucket;
  /** Every request, in order of arrival. */
  requests: S3Request[];
  /** Asked before each request is done; null lets it pass. Assign it to inject faults, to watch, or to keep waiting. */
  fault: (request: S3Request) => S3Fault | null | Promise<S3Fault | null>;
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
      limits: { connectTimeoutMs: 2000, idleTimeoutMs: 5000, requestTimeoutMs: 30_000, maxAttempts: 3 },
      partBytes: 5 * 1024 * 1024,
      deleteBatch: 1000,
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

async function serve({ double, request, response, pageSize }: Exchange): Promise<void> {
  const url = new URL(request.url ?? '/', 'http://s3');
  const [bucketName, ...rest] = url.pathname.slice(1).split('/');
  const key = decodeURIComponent(rest.join('/'));
  const operation = operationOf(request.method ?? '', key !== '', url.searchParams);
  double.requests.push({ operation, key });
  const body = await readBody(request);
  const fault = await double.fault({ operation, key });
  if (fault === 'hang') return;
  if (fault === 'drop') {
    response.destroy();
    return;
  }
  if (fault !== null && typeof fault === 'object') {
    const told = 'xml' in fault ? xmlAnswer(fault.xml, fault.status) : refusal(fault.status, fault.code);
    return deliver(response, told, null);
  }
  const refused = refusalOf(double, { request, url, bucketName });
  const call: Call = { operation, key, query: url.searchParams, headers: request.headers, body };
  deliver(response, refused ?? answerOf({ ...double, pageSize }, call), fault);
}

function operationOf(method: string, hasKey: boolean, query: URLSearchParams): S3Operation {
  if (hasKey) {
    if (method === 'POST' && query.has('uploads')) return 'CreateMultipartUpload';
    if (query.has('uploadId')) return uploadOperations[method] ?? 'Unknown';
    return objectOperations[method] ?? 'Unknown';
  }
  if (method === 'POST' && query.has('delete')) return 'DeleteObjects';
  if (query.has('versions')) return 'ListObjectVersions';
  if (query.has('uploads')) return 'ListMultipartUploads';
  return query.has('list-type') ? 'ListObjectsV2' : 'Unknown';
}

const uploadOperations: Record<string, S3Operation> = {
  PUT: 'UploadPart',
  POST: 'CompleteMultipartUpload',
  DELETE: 'AbortMultipartUpload',
};

const objectOperations: Record<string, S3Operation> = {
  PUT: 'PutObject',
  GET: 'GetObject',
  HEAD: 'HeadObject',
  DELETE: 'DeleteObject',
};

function refusalOf(
  { settings }: S3Double,
  { request, url, bucketName }: { request: IncomingMessage; url: URL; bucketName: string | undefined },
): Answer | null {
  if (bucketName !== settings.bucket) return refusal(404, 'NoSuchBucket');
  // A body framed for a trailing checksum: R2 and older services do not know it and would store the frame.
  if (request.headers['content-encoding']?.includes('aws-chunked')) return refusal(501, 'NotImplemented');
  if (url.searchParams.has('X-Amz-Signature')) {
    // A checksum in the address is one of the empty body that was signed: no upload can fit it.
    if ([...url.searchParams.keys()].some((name) => name.startsWith('x-amz-checksum-'))) {
      return refusal(400, 'XAmzContentChecksumMismatch');
    }
    const fault = presignFault(request, settings.secretAccessKey ?? '', new Date());
    return fault === null ? null : refusal(403, fault);
  }
  // Signed headers are checked only for their access key.
  const credential = `Credential=${settings.accessKeyId}/`;
  return request.headers.authorization?.includes(credential) === true ? null : refusal(403, 'AccessDenied');
}

function deliver(
  response: ServerResponse,
  { status, headers, body }: Answer,
  fault: 'cut' | 'stall' | null,
): void {
  const hasBody = response.req.method !== 'HEAD' && body.length > 0;
  if (fault !== null && !hasBody) {
    if (fault === 'cut') response.destroy();
    return;
  }
  response.writeHead(status, { ...headers, 'content-length': body.length });
  if (fault === null) {
    response.end(hasBody ? body : undefined);
    return;
  }
  response.write(body.subarray(0, body.length >> 1), () => {
    if (fault === 'cut') response.destroy();
  });
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
