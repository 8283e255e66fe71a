import type { Site, SiteFile } from './load-site.ts';
import { siteHeaders } from './site-headers.ts';

/** The addresses that the site's one document answers; netlify.toml has the same as rewrites. */
export const pageAddresses = ['/', '/upload', '/cost', '/signed-in', '/jobs/*'];

/**
 * A file or a page of the site as Netlify would answer it; null for what is not the site's business. A browser that asks
 * for a page that there is not gets the document too, which says so, with 404.
 */
export function siteAnswer(site: Site, asked: Asked): Response | null {
  const { method, pathname } = asked;
  if (method !== 'GET' && method !== 'HEAD') return null;
  const file = site.get(pathname);
  if (file !== undefined) return send(file, method, 200);
  const page = site.get('/index.html');
  if (page === undefined) return null;
  if (isPage(pathname)) return send(page, method, 200);
  const byBrowser = asked.accept.includes('text/html');
  return byBrowser && !/^\/(api|v1|health|_store)\//.test(pathname) ? send(page, method, 404) : null;
}

/** What of a request says which file it wants. */
interface Asked {
  method: string;
  pathname: string;
  /** Its Accept header. */
  accept: string;
}

function isPage(path: string): boolean {
  return pageAddresses.some((address) =>
    address.endsWith('/*') ? path.startsWith(address.slice(0, -1)) : path === address,
  );
}

function send(file: SiteFile, method: string, status: number): Response {
  const headers = {
    ...siteHeaders,
    'content-type': file.contentType,
    'content-length': String(file.bytes.length),
    'cache-control': file.lasting ? 'public, max-age=31536000, immutable' : 'no-cache',
  };
  return new Response(method === 'HEAD' ? null : new Uint8Array(file.bytes), { status, headers });
}
