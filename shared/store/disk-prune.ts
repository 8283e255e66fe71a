import { rmdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { isAbsent } from './disk-failure.ts';

/** Removes a folder and those above it, up to the root, as far as they are empty: names of jobs are not left behind. */
export async function pruneFolders(root: string, folder: string): Promise<void> {
  if (folder === root || !folder.startsWith(root)) return;
  try {
    await rmdir(folder);
  } catch (error) {
    if (!isAbsent(error)) return;
  }
  await pruneFolders(root, dirname(folder));
}
