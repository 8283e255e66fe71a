import { rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { errnoCode, isAbsent } from './disk-failure.ts';
import { orphanTypeId } from './disk-list.ts';
import { diskPath } from './disk-path.ts';
import { pruneFolders } from './disk-prune.ts';
import type { DeleteFailure, StoredObject } from './object-store.ts';

/** Deletes what `listDisk` gave; what is gone already counts as deleted. Empty folders go too, up to the root. */
export async function deleteFromDisk(root: string, objects: StoredObject[]): Promise<DeleteFailure[]> {
  const failures: DeleteFailure[] = [];
  const folders = new Set<string>();
  for (const stored of objects) {
    const reason = await removeFiles(filesOf(root, stored));
    if (reason !== null) failures.push({ key: stored.key, reason });
    folders.add(dirname(diskPath(root, stored.key).object));
  }
  for (const folder of folders) await pruneFolders(root, folder);
  return failures;
}

function filesOf(root: string, stored: StoredObject): string[] {
  const path = diskPath(root, stored.key);
  if (stored.kind !== 'multipart') return [path.object, path.type];
  if (stored.versionId === orphanTypeId) return [path.type];
  return stored.versionId === undefined ? [] : [path.part(stored.versionId)];
}

async function removeFiles(files: string[]): Promise<string | null> {
  try {
    for (const file of files) await rm(file, { force: true });
    return null;
  } catch (error) {
    if (isAbsent(error)) return null;
    const code = errnoCode(error);
    if (code === null) throw error;
    return code;
  }
}
