import type { Site, SiteFile } from './load-site.ts';
import { siteHeaders } from './site-headers.ts';

/** The addresses that the site's one document answers; netlify.toml has the same as rewrites. */
export const pageAddresses = ['/', '/upload', '/cost', '/jobs/*'];

/**
 * A file or a page of the site as Netlify would answer it; null for what is not the site's business. A browser that asks
 * for a page that there is not gets the document too, which says so, with 404.
 */
export function siteAnswer(
  site: Site,
  request: Pick<Request, 'method' | 'headers'>,
  url: URL,
): Response | null {
  if (request.method !== 'GET' && request.method !== 'HEAD') return null;
  const { pathname } = url;
  const file = site.get(pathname);
  if (file !== undefined) return send(file, request, 200);
  const page = site.get('/index.html');
  if (page === undefined) return null;
  if (isPage(pathname)) return send(page, request, 200);
  const byBrowser = (request.headers.get('accept') ?? '').includes('text/html');
  return byBrowser && !/^\/(api|v1|health|_store)\//.test(pathname) ? send(page, request, 404) : null;
}

function isPage(path: string): boolean {
  return pageAddresses.some((address) =>
    address.endsWith('/*') ? path.startsWith(address.slice(0, -1)) : path === address,
  );
}

function send(file: SiteFile, { method }: { method: string }, status: number): Response {
  const headers = {
    ...siteHeaders,
    'content-type': file.contentType,
    'content-length': String(file.bytes.length),
    'cache-control': file.lasting ? 'public, max-age=31536000, immutable' : 'no-cache',
  };
  return new Response(method === 'HEAD' ? null : new Uint8Array(file.bytes), { status, headers });
}
