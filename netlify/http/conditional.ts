import { entityTag } from './entity-tag.ts';

/**
 * The answer to a GET under its entity tag, or 304 without a body where the caller has it already (RFC 9110, 13.1.2). The
 * tag is strong and over the bytes, unless the answer brings a tag of its own. Caches may keep it for its caller alone, and have to ask each time.
 */
export async function conditional(request: Request, answer: Response): Promise<Response> {
  if (answer.status !== 200) return answer;
  const body = await answer.arrayBuffer();
  const headers = new Headers(answer.headers);
  const tag = headers.get('etag') ?? entityTag(new Uint8Array(body));
  headers.set('etag', tag);
  headers.set('cache-control', 'no-cache, private');
  if (!isKnown(tag, request.headers.get('if-none-match'))) return new Response(body, { headers });
  headers.delete('content-type');
  return new Response(null, { status: 304, headers });
}

/** By the weak comparison: the mark of weakness does not count. A header that is not one names no tag. */
function isKnown(tag: string, ifNoneMatch: string | null): boolean {
  if (ifNoneMatch === null) return false;
  if (ifNoneMatch.trim() === '*') return true;
  const known = ifNoneMatch.matchAll(/(?:W\/)?("[\x21\x23-\x7e\x80-\xff]*")/g);
  return [...known].some(([, opaque]) => opaque === tag.replace(/^W\//, ''));
}
