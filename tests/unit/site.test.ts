import { readdir, readFile, stat } from 'node:fs/promises';
import { gzipSync } from 'node:zlib';
import { parse } from 'smol-toml';
import { beforeAll, describe, expect, test } from 'vitest';
import { bundleSite } from '#bin/site/bundle-site.ts';
import { buildSite } from '#bin/site/build-site.ts';
import { siteFolders } from '#bin/site/site-folders.ts';
import { loadSite, type Site } from '#netlify/host/load-site.ts';
import { pageAddresses, siteAnswer } from '#netlify/host/serve-site.ts';
import { siteHeaders } from '#netlify/host/site-headers.ts';

interface NetlifyToml {
  build: { publish: string };
  redirects: { from: string; to: string; status: number }[];
  headers: { for: string; values: Record<string, string> }[];
}

const toml = async (): Promise<NetlifyToml> =>
  parse(await readFile(new URL('../../netlify.toml', import.meta.url), 'utf8')) as unknown as NetlifyToml;

let site: Site;
beforeAll(async () => {
  await buildSite();
  site = await loadSite(siteFolders.built);
});

const ask = (path: string, accept = '*/*', method = 'GET'): Response | null =>
  siteAnswer(site, { method, accept, pathname: new URL(path, 'http://localhost').pathname });

describe('what Netlify publishes and what the local host serves', () => {
  test('have the same headers; Strict-Transport-Security is for TLS alone', async () => {
    const all = (await toml()).headers.find((rule) => rule.for === '/*')?.values ?? {};
    const { 'Strict-Transport-Security': _, ...told } = all;
    const lower = Object.fromEntries(
      Object.entries(told).map(([name, value]) => [name.toLowerCase(), value]),
    );
    expect(lower).toEqual(siteHeaders);
    expect(siteHeaders['content-security-policy']).not.toMatch(/unsafe|\*/);
  });

  test('answer the same addresses with the one document, and every page of the site is among them', async () => {
    const { redirects } = await toml();
    expect(['/', ...redirects.map(({ from }) => from)].toSorted()).toEqual(pageAddresses.toSorted());
    for (const { to, status } of redirects)
      expect({ to, status }).toEqual({ to: '/index.html', status: 200 });
    const text = await readFile(new URL('../../web/routes.ts', import.meta.url), 'utf8');
    const patterns = [...text.matchAll(/pattern: '([^']+)'/g)].map(([, pattern = '']) => pattern);
    expect(patterns.length).toBeGreaterThan(6);
    for (const pattern of patterns)
      expect({ pattern, status: ask(pattern)?.status }).toEqual({ pattern, status: 200 });
  });

  test('keep what is named by its content for ever, and the document never', async () => {
    const lasting = (await toml()).headers.find((rule) => rule.for === '/assets/*')?.values;
    for (const path of site.keys()) {
      const kept = ask(path)?.headers.get('cache-control');
      expect({ path, kept }).toEqual({
        path,
        kept: path.startsWith('/assets/') ? lasting?.['Cache-Control'] : 'no-cache',
      });
    }
    expect(ask('/jobs/1/audit')?.headers.get('cache-control')).toBe('no-cache');
  });

  test('leave to the API what is the API’s, and tell a browser that a page is not there', () => {
    for (const path of ['/api/nothing', '/v1/nothing', '/health/nothing', '/_store/nothing'])
      expect(ask(path, 'text/html')).toBeNull();
    expect(ask('/nothing')).toBeNull();
    expect(ask('/nothing', 'text/html')?.status).toBe(404);
    expect(ask('/', 'text/html', 'POST')).toBeNull();
    expect(ask('/../package.json', 'text/html')?.status).toBe(404);
  });
});

describe('the bundle', () => {
  test('is made of the pages, the pure rooms, preact and what signs in with a provider, and of nothing else', async () => {
    const { metafile } = await bundleSite();
    const allowed =
      /^(web\/|shared\/(amounts|proofs|kinds|review|schedules)\/|(.*\/)?node_modules\/(preact|@preact\/signals(-core)?|oauth4webapi)\/)/;
    expect(Object.keys(metafile.inputs).filter((path) => !allowed.test(path))).toEqual([]);
  });

  test('asks no page for more than 60 KB of scripts, compressed', async () => {
    const { metafile, files } = await bundleSite();
    const chunks = Object.entries(metafile.outputs).filter(([path]) => path.endsWith('.js'));
    const sizes = new Map(
      chunks.map(([path]) => [path, gzipSync(files.get(path.replace('web/dist/', '')) ?? '').length]),
    );
    const withImports = (path: string, seen = new Set<string>()): Set<string> => {
      if (seen.has(path)) return seen;
      seen.add(path);
      const statics = metafile.outputs[path]?.imports.filter(({ kind }) => kind === 'import-statement') ?? [];
      for (const each of statics) withImports(each.path, seen);
      return seen;
    };
    const entry = chunks.find(([, output]) => output.entryPoint === 'web/main.tsx')?.[0] ?? '';
    const pages = [...withImports(entry)].flatMap((path) =>
      (metafile.outputs[path]?.imports ?? []).filter(({ kind }) => kind === 'dynamic-import'),
    );
    expect(pages.length).toBeGreaterThan(6);
    for (const page of pages) {
      const needed = withImports(page.path, withImports(entry));
      const bytes = [...needed].reduce((sum, path) => sum + (sizes.get(path) ?? Number.NaN), 0);
      expect({ page: page.path, fits: bytes <= 60 * 1024 }).toEqual({ page: page.path, fits: true });
      expect(bytes).toBeGreaterThan(1000);
    }
  });

  test('names no address outside, and holds no inline script or style', async () => {
    const document = await readFile(new URL('../../web/dist/index.html', import.meta.url), 'utf8');
    expect(document).not.toMatch(/https?:|<style|style=|<script(?![^>]* src=)/);
    const { files } = await bundleSite();
    const foreign = [...files.values()].flatMap(
      (bytes) =>
        Buffer.from(bytes)
          .toString()
          .match(/https?:\/\/[^\s"'`)]+/g) ?? [],
    );
    // Names of XML, not addresses.
    expect(foreign.filter((address) => !address.startsWith('http://www.w3.org/'))).toEqual([]);
  });

  test('leaves nothing of an older build behind, and every file whole', async () => {
    const names = (await readdir(siteFolders.built, { recursive: true })).filter((name) =>
      name.includes('.'),
    );
    const document = await readFile(new URL('../../web/dist/index.html', import.meta.url), 'utf8');
    expect(names.filter((name) => name.startsWith('.'))).toEqual([]);
    for (const [, address = ''] of document.matchAll(/(?:href|src)="\/([^"]+)"/g)) {
      expect((await stat(new URL(`../../web/dist/${address}`, import.meta.url))).size).toBeGreaterThan(100);
    }
  });
});
