import { readdir, readFile } from 'node:fs/promises';
import { extname, join, relative } from 'node:path';

export interface SiteFile {
  bytes: Buffer;
  contentType: string;
  /** Its name changes with its content. */
  lasting: boolean;
}

/** The built site by address; it is small, and read once. */
export type Site = ReadonlyMap<string, SiteFile>;

/** Reads a folder as `ledgerlift build` leaves it. Throws what the file system throws. */
export async function loadSite(folder: string): Promise<Site> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  // Drafts of a build that is just being made lie in folders with a dot.
  const paths = files
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => !relative(folder, path).startsWith('.'));
  const loaded = await Promise.all(
    paths.map(async (path): Promise<[string, SiteFile]> => {
      const address = `/${relative(folder, path).replaceAll('\\', '/')}`;
      const contentType = contentTypes[extname(path)] ?? 'application/octet-stream';
      return [address, { bytes: await readFile(path), contentType, lasting: address.startsWith('/assets/') }];
    }),
  );
  return new Map(loaded);
}

const contentTypes: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
};
