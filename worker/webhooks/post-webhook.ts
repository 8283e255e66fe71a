import { request as requestHttp, type RequestOptions } from 'node:http';
import { request as requestHttps } from 'node:https';
import type { LookupFunction } from 'node:net';
import type { WebhookTarget } from './resolve-target.ts';

export interface WebhookPost {
  headers: Readonly<Record<string, string>>;
  body: string;
  /** Ends the request at its time limit, or when the worker has to stop. */
  signal: AbortSignal;
}

/**
 * Posts to the addresses that were checked, and to no other; host name and TLS stay those of the address. Answers the
 * status. Redirects are not followed (a 3xx is an answer like others), and nothing of the answer's body is taken: it
 * says nothing to us, and need not end. Throws the network's errors, and the signal's.
 */
export async function postWebhook(
  { url, addresses }: WebhookTarget,
  { headers, body, signal }: WebhookPost,
): Promise<number> {
  const options: RequestOptions = {
    method: 'POST',
    headers: { ...headers, 'content-length': Buffer.byteLength(body) },
    lookup: pinned(addresses),
    // A connection of its own: one that is kept could be of a name that led elsewhere then.
    agent: false,
    maxHeaderSize: MOST_HEADER_BYTES,
    signal,
  };
  const send = url.protocol === 'https:' ? requestHttps : requestHttp;
  return new Promise((resolve, reject) => {
    const request = send(url, options, (answer) => {
      answer.on('error', () => {});
      resolve(answer.statusCode ?? 0);
      answer.destroy();
    });
    // Also after the answer: destroying it may be told as an error.
    request.on('error', reject);
    request.end(body);
  });
}

const MOST_HEADER_BYTES = 16_384;

/** In the two forms that net asks in: for all addresses (it tries them in turn), or for one. */
function pinned(addresses: WebhookTarget['addresses']): LookupFunction {
  return (_hostname, options, callback) => {
    const [first] = addresses;
    if (options.all === true) callback(null, addresses);
    else callback(null, first?.address ?? '', first?.family ?? 4);
  };
}
