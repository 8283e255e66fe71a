import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

/** `ll_<id>_<secret>`: the id finds the row, the secret is stored as its SHA-256 only. */
export interface ApiKeyParts {
  id: string;
  secret: string;
}

export function newApiKey(): ApiKeyParts {
  return { id: randomBytes(9).toString('hex'), secret: randomBytes(32).toString('hex') };
}

export function formatApiKey({ id, secret }: ApiKeyParts): string {
  return `ll_${id}_${secret}`;
}

/** null for anything that is not of the form. */
export function parseApiKey(text: string): ApiKeyParts | null {
  const match = /^ll_([0-9a-f]{18})_([0-9a-f]{64})$/.exec(text);
  const [, id, secret] = match ?? [];
  return id === undefined || secret === undefined ? null : { id, secret };
}

export function hashSecret(secret: string): Buffer {
  return createHash('sha256').update(secret).digest();
}

/** In constant time, so that the answer's delay tells nothing of the secret. */
export function secretMatches(secret: string, stored: Uint8Array): boolean {
  return timingSafeEqual(hashSecret(secret), stored);
}
