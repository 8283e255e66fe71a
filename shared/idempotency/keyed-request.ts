import { createHash } from 'node:crypto';
import { AppError } from '../errors.ts';

/** An answer as it is kept: what is sent again. */
export interface Answer {
  status: number;
  body: string;
}

/** A request that came with an Idempotency-Key: in the context of the verb that it asks for. */
export interface KeyedRequest {
  keySha256: Buffer;
  bodySha256: Buffer;
  /** How an outcome of the verb is answered. */
  answerOf: (outcome: object) => Promise<Answer>;
  /** Whether the verb has kept its answer. */
  kept: boolean;
}

export interface ToKey {
  key: string;
  method: string;
  pathname: string;
  body: string;
}

/**
 * Key and body as digests. A key belongs to one address, by whichever of its names, and an empty body is `{}`. The key
 * is hashed too: it is compared and no more, and who makes it may put anything into it. Throws `malformed-request` for
 * what is no key.
 */
export function keyedRequest(
  { key, method, pathname, body }: ToKey,
  answerOf: KeyedRequest['answerOf'],
): KeyedRequest {
  if (!/^[\x21-\x7e]{1,255}$/.test(key)) {
    throw new AppError(
      'malformed-request',
      'An Idempotency-Key has 1 to 255 visible ASCII characters and stands in one header: make it a new UUID for each request, and the same again when you repeat it.',
    );
  }
  const endpoint = `${method} ${pathname.replace(/^\/v1\//, '/api/').toLowerCase()}`;
  return {
    keySha256: sha256(`${endpoint}\n${key}`),
    bodySha256: sha256(body === '' ? '{}' : body),
    answerOf,
    kept: false,
  };
}

function sha256(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
