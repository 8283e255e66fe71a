import { createHash } from 'node:crypto';
import { access, chmod, lstat, mkdir, mkdtemp, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { z } from 'zod';

import { AppError } from '#shared/errors.ts';

import { type Account, runTool } from './run-as.ts';
import { unless } from './unless.ts';

const pointerShape = z.object({ folder: z.string(), home: z.string() });

/**
 * Where root puts a cluster that its own folder would lock in. First the place for such data, which no one else can
 * write to and no cleaner of temporary files visits; the second for systems where /var/lib is read-only.
 */
const outsidePrefixes = ['/var/lib/ledgerlift/', '/var/tmp/ledgerlift-'];

/**
 * The home of the cluster that already belongs to `folder` (`<folder>/postgres`, or where the pointer file says), or
 * undefined when a new one is to be made. Throws `database-unavailable` when the pointer leads nowhere.
 */
export async function knownHome(folder: string): Promise<string | undefined> {
  const pointed = await readPointer(folder);
  if (pointed !== undefined) return pointed;
  const inside = join(folder, 'postgres');
  return (await exists(join(inside, 'cluster'))) ? inside : undefined;
}

/** Makes a home that the account can enter: in the folder, or else outside, with a pointer left in the folder. */
export async function newHome(folder: string, account: Account): Promise<string> {
  const inside = join(folder, 'postgres');
  if (await canEnter(folder, account)) {
    await mkdir(inside, { recursive: true });
    await chmod(inside, 0o755);
    return inside;
  }
  const home = await makeOutside(folder, outsidePrefixes);
  await writePointer(folder, home);
  return home;
}

/**
 * Makes a new directory `<prefix><hash of the folder>`, readable for all and writable for root alone. One that is there
 * already may have been planted, or be left from a folder since deleted: it is never used, the name gets a random end.
 */
export async function makeOutside(folder: string, prefixes: readonly string[]): Promise<string> {
  const hash = createHash('sha256').update(folder).digest('hex').slice(0, 16);
  let cause: unknown;
  for (const prefix of prefixes) {
    try {
      await makeParent(prefix);
      const wanted = prefix + hash;
      const made = await unless(
        ['EEXIST'],
        mkdir(wanted).then(() => wanted),
      );
      const home = made ?? (await mkdtemp(`${wanted}-`));
      await chmod(home, 0o755);
      return home;
    } catch (error) {
      cause = error;
    }
  }
  throw new AppError(
    'database-unavailable',
    `No place was found for the database of ${folder}, which other users cannot enter. Choose a folder outside root's home, or set DATABASE_URL.`,
    { cause },
  );
}

/** In a shared directory the sticky bit protects what root made; any other must be root's alone. */
async function makeParent(prefix: string): Promise<void> {
  if (!prefix.endsWith('/')) return;
  if ((await unless(['EEXIST'], mkdir(prefix, { recursive: true }))) !== undefined)
    await chmod(prefix, 0o755);
  if (!(await isOursAlone(prefix.slice(0, -1)))) throw new Error(`${prefix} can be written by others`);
}

async function isOursAlone(directory: string): Promise<boolean> {
  const found = await lstat(directory);
  return found.isDirectory() && found.uid === process.geteuid?.() && (found.mode & 0o022) === 0;
}

/** Asked of the system and not computed from modes, because of access lists and mounts. */
async function canEnter(folder: string, account: Account): Promise<boolean> {
  if (account === undefined) return true;
  return runTool('/bin/sh', ['-c', 'cd "$1"', 'sh', folder], { account }).then(
    () => true,
    () => false,
  );
}

const pointerFile = (folder: string): string => join(folder, 'postgres-home.json');

async function readPointer(folder: string): Promise<string | undefined> {
  const text = await unless(['ENOENT'], readFile(pointerFile(folder), 'utf8'));
  if (text === undefined) return undefined;
  const pointer = pointerShape.parse(JSON.parse(text));
  // A copied folder must not share the cluster of the original; a moved one takes it along.
  if (pointer.folder !== folder && (await exists(pointerFile(pointer.folder)))) return undefined;
  if ((await unless(['ENOENT', 'EACCES'], isOursAlone(pointer.home))) !== true) {
    throw new AppError(
      'database-unavailable',
      `The database of ${folder} should lie in ${pointer.home}, which is absent or not owned by this user. Restore it, or delete ${pointerFile(folder)} to begin with an empty one, or set DATABASE_URL.`,
    );
  }
  if (pointer.folder !== folder) await writePointer(folder, pointer.home);
  return pointer.home;
}

/** The home says in turn whose it is, so that one left behind by a deleted folder can be told from one in use. */
async function writePointer(folder: string, home: string): Promise<void> {
  await writeFile(join(home, 'folder.txt'), `${folder}\n`);
  const unfinished = `${pointerFile(folder)}.new`;
  await writeFile(unfinished, `${JSON.stringify({ folder, home }, undefined, 2)}\n`);
  await rename(unfinished, pointerFile(folder));
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
