import { randomUUID } from 'node:crypto';
import { mkdir, open, rename, rm, type FileHandle } from 'node:fs/promises';
import { dirname } from 'node:path';
import { closing } from './closing.ts';
import { errnoCode } from './disk-failure.ts';
import { pruneFolders } from './disk-prune.ts';
import type { DiskPath } from './disk-path.ts';

export type DiskBody = Uint8Array | AsyncIterable<Uint8Array>;

export interface DiskPlacing {
  contentType: string;
  /**
   * Called once every byte is on the disk; runs `place`, which puts the object in its place at once, or throws, and
   * then what stood there before stays as it was. Left out: it is placed.
   */
  guard?: ((place: () => Promise<void>) => Promise<void>) | undefined;
}

/**
 * Writes an object so that readers see the old bytes or the new ones and nothing between, and that it survives a power
 * cut once this returns. While it is being written it is an open upload that `list` shows: an erasure that removes the
 * part makes the rename fail, so a late writer cannot bring the object back.
 */
export async function writeObject(
  path: DiskPath,
  body: DiskBody,
  { contentType, guard = async (place) => place() }: DiskPlacing,
): Promise<void> {
  const part = path.part(randomUUID());
  try {
    await writePart(part, body);
    await guard(async () => {
      await writeType(path, contentType);
      await placeObject(part, path);
    });
  } catch (error) {
    await rm(part, { force: true });
    await pruneFolders(path.root, dirname(path.object));
    throw error;
  }
  await syncFolder(dirname(path.object));
}

async function placeObject(part: string, path: DiskPath): Promise<void> {
  try {
    await rename(part, path.object);
  } catch (error) {
    if (errnoCode(error) === 'ENOENT') await rm(path.type, { force: true });
    throw error;
  }
}

async function writePart(part: string, body: DiskBody): Promise<void> {
  await closing(await createInFolder(part), async (handle) => {
    await handle.writeFile(body);
    await handle.sync();
  });
}

/** The type stands before the object does, so that no object is ever seen without one. */
async function writeType(path: DiskPath, contentType: string): Promise<void> {
  const part = path.part(randomUUID());
  await closing(await createInFolder(part), async (handle) => handle.writeFile(contentType, 'utf8'));
  await rename(part, path.type);
}

const folderAttempts = 5;

/** Deleting prunes empty folders, possibly between our mkdir and our open: then the folder is made again. */
async function createInFolder(file: string): Promise<FileHandle> {
  for (let attempt = 1; ; attempt += 1) {
    await mkdir(dirname(file), { recursive: true });
    try {
      return await open(file, 'wx');
    } catch (error) {
      if (errnoCode(error) !== 'ENOENT' || attempt === folderAttempts) throw error;
    }
  }
}

/** A rename is durable once its folder is; Windows cannot sync a folder and does not need it. */
async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  try {
    await closing(await open(folder, 'r'), async (handle) => handle.sync());
  } catch (error) {
    if (errnoCode(error) !== 'ENOENT') throw error;
  }
}
