import type { PresignedRequest } from '#shared/store/object-store.ts';
import { entityTag } from './entity-tag.ts';
import { json } from './json.ts';

/**
 * JSON of which one member is a signed address, which is another one at each signing. Its tag is over all but the
 * signature, and weak, because the bytes differ. It changes with each half of an address's life as well: who is answered 304 has
 * an address that is good for another half.
 */
export function jsonWithAddress<N extends string>(
  view: Record<N, PresignedRequest | null>,
  name: N,
  lastsSeconds: number,
): Response {
  const answer = json(200, view);
  const address = view[name];
  if (address === null) return answer;
  const { url: _, headers: __, expiresAt, ...shown } = address;
  const half = Math.floor(Date.parse(expiresAt) / (lastsSeconds * 500));
  const told = JSON.stringify({ ...view, [name]: { ...shown, half } });
  answer.headers.set('etag', `W/${entityTag(told)}`);
  return answer;
}
