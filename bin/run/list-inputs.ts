import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';

/** The files that were named, and in place of a folder the PDFs in it; one without any stays, and is told as it is read. */
export async function listInputs(paths: readonly string[]): Promise<string[]> {
  const lists = await Promise.all(paths.map(pdfsAt));
  return lists.flat();
}

async function pdfsAt(path: string): Promise<string[]> {
  const isFolder = await stat(path).then(
    (stats) => stats.isDirectory(),
    () => false,
  );
  if (!isFolder) return [path];
  const names = await readdir(path).catch(() => []);
  const pdfs = names.filter((name) => /\.pdf$/i.test(name)).sort();
  return pdfs.length === 0 ? [path] : pdfs.map((name) => join(path, name));
}
