import type { IncomingMessage } from 'node:http';
import { AppError } from '#shared/errors.ts';

/** Throws `malformed-request` for a request of HTTP/1.1 that names no host, as that has it (RFC 9112, 3.2). */
export function requireHost({
  headers,
  httpVersion,
}: Pick<IncomingMessage, 'headers' | 'httpVersion'>): void {
  if (headers.host !== undefined || httpVersion !== '1.1') return;
  throw new AppError('malformed-request', 'The request names no host: send a Host header.');
}
