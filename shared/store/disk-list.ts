import { readdir, stat } from 'node:fs/promises';
import type { Dirent } from 'node:fs';
import { join } from 'node:path';
import { isAbsent } from './disk-failure.ts';
import { diskFolder, readDiskName } from './disk-path.ts';
import type { StoredObject } from './object-store.ts';

/** Names the debris of a crash between writing the type and the object: a type with nothing to describe. */
export const orphanTypeId = 'type';

/** Everything below a prefix in key order. Unfinished writes appear as `multipart`, so that an erasure finds them too. */
export async function* listDisk(root: string, prefix: string): AsyncGenerator<StoredObject> {
  const { folder, keyBase } = diskFolder(root, prefix);
  for await (const stored of walk(folder, keyBase)) {
    if (stored.key.startsWith(prefix)) yield stored;
  }
}

async function* walk(folder: string, keyBase: string): AsyncGenerator<StoredObject> {
  const entries = await readFolder(folder);
  const names = new Set(entries.map((entry) => entry.name));
  for (const entry of entries) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) {
      yield* walk(path, `${keyBase}${entry.name}/`);
      continue;
    }
    const found = readEntry(entry.name, names);
    const bytes = found === null ? null : await sizeOf(path);
    if (found !== null && bytes !== null) yield { ...found, key: `${keyBase}${found.key}`, bytes };
  }
}

function readEntry(fileName: string, names: Set<string>): Omit<StoredObject, 'bytes'> | null {
  const entry = readDiskName(fileName);
  if (entry === null) return null;
  if (entry.kind === 'object') return { key: entry.name, kind: 'object' };
  if (entry.kind === 'part') return { key: entry.name, kind: 'multipart', versionId: entry.uploadId };
  return names.has(entry.name) ? null : { key: entry.name, kind: 'multipart', versionId: orphanTypeId };
}

/** Sorted as the keys below would be: a folder counts with its '/'. */
async function readFolder(folder: string): Promise<Dirent[]> {
  try {
    const entries = await readdir(folder, { withFileTypes: true });
    return entries.sort((a, b) => (sortName(a) < sortName(b) ? -1 : 1));
  } catch (error) {
    if (isAbsent(error)) return [];
    throw error;
  }
}

function sortName(entry: Dirent): string {
  return entry.isDirectory() ? `${entry.name}/` : entry.name;
}

/** null for a file that was deleted since its folder was read. */
async function sizeOf(path: string): Promise<number | null> {
  try {
    return (await stat(path)).size;
  } catch (error) {
    if (isAbsent(error)) return null;
    throw error;
  }
}
