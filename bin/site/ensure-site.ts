import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { buildSite } from './build-site.ts';
import { siteFolders } from './site-folders.ts';

/**
 * Builds the pages where they are absent or older than anything they are made of, which takes about a tenth of a second.
 * An installation without the sources serves what was built with it. Throws what buildSite throws.
 */
export async function ensureSite(): Promise<void> {
  const built = await changedAt(join(siteFolders.built, 'index.html'));
  const newest = Math.max(...(await Promise.all(siteFolders.inputs.map(newestBelow))));
  if (built === null || built < newest) await buildSite();
}

/** Milliseconds since 1970; null where there is nothing. */
async function changedAt(path: string): Promise<number | null> {
  const found = await stat(path).catch(() => null);
  return found === null ? null : found.mtimeMs;
}

/** Folders count too: they change when a file goes. */
async function newestBelow(path: string): Promise<number> {
  const entries = await readdir(path, { recursive: true, withFileTypes: true }).catch(() => []);
  const paths = entries.map((entry) => join(entry.parentPath, entry.name));
  const ours = paths.filter((each) => !each.startsWith(siteFolders.built));
  // The folder of the sources itself changes when web/dist is made in it.
  const own = entries.length === 0 || path !== siteFolders.source ? [path] : [];
  const times = await Promise.all([...own, ...ours].map(changedAt));
  return Math.max(0, ...times.map((time) => time ?? 0));
}
