import canonicalize from 'canonicalize';
import { createHmac } from 'node:crypto';

/** The personal part of an event. */
export interface Person {
  userId: string | null;
  ip: string | null;
}

/**
 * HMAC-SHA-256, keyed with the row's salt (32 random bytes), over the canonical JSON (RFC 8785) of the personal part.
 * With the salt it proves who acted; once salt and personal part are erased it tells nothing, for 32 random bytes
 * cannot be tried out.
 */
export function commitPerson({ userId, ip }: Person, salt: Uint8Array): Buffer {
  return createHmac('sha256', salt)
    .update(canonicalize({ ip, user_id: userId }) ?? '')
    .digest();
}
