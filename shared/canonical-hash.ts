import canonicalize from 'canonicalize';
import { createHash } from 'node:crypto';

/** SHA-256, in hexadecimal digits, over the canonical JSON (RFC 8785) of a value. */
export function canonicalHash(value: unknown): string {
  return createHash('sha256')
    .update(canonicalize(value) ?? '')
    .digest('hex');
}
