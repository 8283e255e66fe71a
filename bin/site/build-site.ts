import type { Metafile } from 'esbuild';
import { mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join, relative } from 'node:path';
import { AppError } from '#shared/errors.ts';
import { bundleSite, type SiteFiles } from './bundle-site.ts';
import { siteFolders } from './site-folders.ts';

/**
 * Builds the pages into web/dist: scripts and styles under names that change with their content, so that they may be kept
 * for ever, and index.html, which names them. Nothing is fetched. The document comes last: whoever serves the folder
 * meanwhile has a whole site, the old one or the new. Throws `config-invalid` where it cannot be built.
 */
export async function buildSite(): Promise<void> {
  const { source, built } = siteFolders;
  try {
    const { files, metafile } = await bundleSite();
    const page = await readFile(join(source, 'index.html'), 'utf8');
    await write(built, files, Buffer.from(fillIn(page, namesOf(metafile, built))));
  } catch (error) {
    const told = error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error);
    const detail = `The web pages cannot be built (${told}). Where a package is missing, \`npm ci\` brings it; --no-site starts without the pages.`;
    throw new AppError('config-invalid', detail, { cause: error });
  }
}

/** What the document has to name. */
interface Names {
  script: string;
  styles: string;
  icon: string;
  /** Fetched together with the script instead of after it. */
  preloads: string[];
}

function namesOf({ outputs }: Metafile, built: string): Names {
  const all = Object.entries(outputs).map(([path, output]) => ({ name: publicName(path, built), output }));
  const find = (of: string): string => all.find(({ output }) => output.entryPoint === of)?.name ?? '';
  const script = all.find(({ output }) => output.entryPoint === 'web/main.tsx');
  const preloads = (script?.output.imports ?? []).filter(({ kind }) => kind === 'import-statement');
  return {
    script: script?.name ?? '',
    styles: find('web/styles/main.css'),
    icon: all.find(({ name }) => name.endsWith('.svg'))?.name ?? '',
    preloads: preloads.map(({ path }) => publicName(path, built)),
  };
}

function publicName(path: string, built: string): string {
  return `/${relative(built, join(dirname(siteFolders.source), path)).replaceAll('\\', '/')}`;
}

function fillIn(page: string, { script, styles, icon, preloads }: Names): string {
  const links = preloads.map((name) => `<link rel="modulepreload" href="${name}" />`).join('\n    ');
  const values: Record<string, string> = { script, styles, icon, preloads: links };
  return page.replaceAll(/\{\{(\w+)\}\}/g, (_, name: string) => values[name] ?? '');
}

async function write(folder: string, files: SiteFiles, document: Uint8Array): Promise<void> {
  await mkdir(join(folder, 'assets'), { recursive: true });
  // Two starts at once write the same names: neither may be read half written, nor take the other's drafts away.
  const drafts = await mkdtemp(join(folder, '.drafts-'));
  const place = async (name: string, bytes: Uint8Array): Promise<void> => {
    const draft = join(drafts, basename(name));
    await writeFile(draft, bytes);
    await rename(draft, join(folder, name));
  };
  try {
    for (const [name, bytes] of files) await place(name, bytes);
    // The first is what Netlify answers to addresses that it does not know.
    for (const name of ['404.html', 'index.html']) await place(name, document);
  } finally {
    await rm(drafts, { recursive: true, force: true });
  }
  const kept = new Set([...files.keys()].map((name) => basename(name)));
  for (const old of await readdir(join(folder, 'assets'))) {
    if (!kept.has(old)) await rm(join(folder, 'assets', old), { force: true });
  }
}
