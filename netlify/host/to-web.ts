import type { IncomingMessage, ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { AppError } from '#shared/errors.ts';

/** Node's request as the Request that functions take. Throws `method-not-allowed` for a method that no Request can have. */
export function toRequest(incoming: IncomingMessage, url: URL): Request {
  const method = incoming.method ?? 'GET';
  if (unrequestable.has(method)) {
    const facts = { allow: 'GET, POST, DELETE' };
    throw new AppError('method-not-allowed', `${method} is answered nowhere here.`, { facts });
  }
  const headers = new Headers();
  for (const [name, value] of Object.entries(incoming.headers)) {
    for (const each of [value ?? []].flat()) headers.append(name, each);
  }
  const hasBody = method !== 'GET' && method !== 'HEAD';
  return new Request(url, {
    method,
    headers,
    ...(hasBody ? { body: ReadableStream.from(chunksOf(incoming)), duplex: 'half' as const } : {}),
  });
}

/**
 * The address that was asked for, always below our own origin: neither the authority in an absolute target nor the
 * Host header has a say in it. Throws `malformed-request` where either is no address.
 */
export function toUrl(incoming: Pick<IncomingMessage, 'url' | 'headers'>, publicUrl: string): URL {
  if (!isHost(incoming.headers.host ?? '')) {
    throw new AppError('malformed-request', 'The Host header is not the name of a host.');
  }
  const target = incoming.url ?? '/';
  // A target that begins with two slashes would name a host, not a path.
  if (/^\/(?!\/)/.test(target)) return below(publicUrl, target);
  const absolute = URL.parse(target);
  // The path of another scheme need not begin with a slash, and would run on from our own host's name.
  if (absolute === null || !/^https?:$/.test(absolute.protocol)) {
    throw new AppError('malformed-request', 'The address of the request is not one.');
  }
  return below(publicUrl, `${absolute.pathname}${absolute.search}`);
}

/** A function's Response onto Node's. */
export async function sendResponse(response: Response, outgoing: ServerResponse): Promise<void> {
  outgoing.writeHead(response.status, Object.fromEntries(response.headers));
  if (response.body === null) {
    outgoing.end();
    return;
  }
  await pipeline(Readable.fromWeb(response.body), outgoing);
}

/** The Fetch standard knows these three and forbids them. */
const unrequestable = new Set(['CONNECT', 'TRACE', 'TRACK']);

/**
 * The body, a chunk for each that is asked for, so that nothing piles up. A reader that has had enough must not close
 * the connection, or its answer never arrives (Readable.toWeb does, and fails outside of every catch on what still
 * comes in): the rest is thrown away as it comes, as Node does with a body nobody reads; its `requestTimeout` ends a
 * sender who never stops.
 */
async function* chunksOf(incoming: IncomingMessage): AsyncGenerator<Uint8Array> {
  try {
    yield* incoming.iterator({ destroyOnReturn: false });
  } finally {
    incoming.resume();
  }
}

/** Joined as text: resolving against a base would take the authority from a path that begins with `/\`. */
function below(publicUrl: string, path: string): URL {
  return new URL(`${new URL(publicUrl).origin}${path}`);
}

function isHost(host: string): boolean {
  return host === '' || (!/[\s/\\?#@]/.test(host) && URL.canParse(`http://${host}`));
}
