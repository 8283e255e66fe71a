import { randomBytes } from 'node:crypto';

/** Trace ids are the 32 hexadecimal digits of W3C Trace Context; as a UUID they serve the seed's x-trace-id. */
export function newTraceId(): string {
  return randomBytes(16).toString('hex');
}

/**
 * The caller's trace id from `traceparent` or the seed's `x-trace-id` (a UUID), else a new one: a bad header is
 * replaced, never refused.
 */
export function traceIdOf(headers: Headers): string {
  const parent = /^00-([0-9a-f]{32})-[0-9a-f]{16}-[0-9a-f]{2}$/.exec(headers.get('traceparent') ?? '')?.[1];
  const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.exec(headers.get('x-trace-id') ?? '')?.[0];
  const id = parent ?? uuid?.replaceAll('-', '').toLowerCase();
  return id === undefined || /^0+$/.test(id) ? newTraceId() : id;
}

/** Headers that carry a trace on, in both forms, with a fresh span. */
export function traceHeaders(traceId: string): Record<string, string> {
  const spanId = randomBytes(8).toString('hex');
  return {
    traceparent: `00-${traceId}-${spanId}-01`,
    'x-trace-id': traceId.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5'),
    'x-span-id': spanId,
  };
}
