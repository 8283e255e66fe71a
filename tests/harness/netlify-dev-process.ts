import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';

/**
 * Netlify's own development server on our functions, in a process of its own, because it bundles every function at once before its
 * first answer: that takes two to three minutes and 11 GB. Tells its parent the address once it serves.
 */
const [on, off] = [{ enabled: true }, { enabled: false }];
const parts = { functions: on, redirects: on, headers: on, staticFiles: on };
const others = { blobs: off, database: off, edgeFunctions: off, environmentVariables: off, geolocation: off };

/** What we use of it. Not among our dependencies, for it brings several hundred packages along: see docs/testing.md. */
interface NetlifyDev {
  start: () => Promise<unknown>;
  handle: (request: Request) => Promise<Response | undefined>;
}

const name = '@netlify/dev';
const tools = (await import(name)) as { NetlifyDev: new (options: object) => NetlifyDev };
const projectRoot = fileURLToPath(new URL('../../', import.meta.url));
const dev = new tools.NetlifyDev({ projectRoot, ...parts, ...others, images: off, server: off });
await dev.start();

const server = createServer((incoming, outgoing) => {
  void (async () => {
    const sent = await buffer(incoming);
    const headers = Object.entries(incoming.headers).map(([key, value]): [string, string] => [
      key,
      String(value),
    ]);
    const { method = 'GET', url = '/' } = incoming;
    const body = sent.length > 0 ? new Uint8Array(sent) : null;
    const request = new Request(`http://localhost:8888${url}`, { method, headers, body });
    const answer = (await dev.handle(request)) ?? new Response(`Nothing serves ${url}.`, { status: 404 });
    outgoing.writeHead(answer.status, Object.fromEntries(answer.headers));
    outgoing.end(Buffer.from(await answer.arrayBuffer()));
  })();
});
server.listen(0, '127.0.0.1', () => process.send?.((server.address() as AddressInfo).port));
process.once('disconnect', () => process.exit(0));
