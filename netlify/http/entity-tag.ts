import { createHash } from 'node:crypto';

/** A strong entity tag (RFC 9110, 8.8.3) over what is answered. */
export function entityTag(content: string | Uint8Array): string {
  return `"${createHash('sha256').update(content).digest('base64url')}"`;
}
