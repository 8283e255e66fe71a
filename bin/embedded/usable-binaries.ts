import { randomBytes } from 'node:crypto';
import { chmod, copyFile, mkdir, readFile, readdir, readlink, rename, rm, symlink } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';

import { z } from 'zod';

import { AppError } from '#shared/errors.ts';

import type { PackagedBinaries } from './locate-binaries.ts';
import { type Account, runTool } from './run-as.ts';
import { unless } from './unless.ts';

/** `folder` holds bin, lib and share; `major` is the version that a cluster must have. */
export interface UsableBinaries {
  folder: string;
  major: string;
}

/**
 * Gives binaries that the account can really run: in place if possible, else a copy in `home` (when node_modules lies
 * in root's home, lost its symbolic links or its modes). Throws `database-unavailable` when neither runs.
 */
export async function usableBinaries(
  packaged: PackagedBinaries,
  home: string,
  account: Account,
): Promise<UsableBinaries> {
  await linkLibraries(packaged.native);
  const copy = join(home, `binaries-${packaged.version}`);
  const usable = (await tryOut(packaged.native, account)) ?? (await tryOut(copy, account));
  if (usable !== undefined) return usable;
  await removeCopies(home);
  const unfinished = `${copy}.new-${randomBytes(6).toString('hex')}`;
  await copyTree(packaged.native, unfinished);
  await linkLibraries(unfinished);
  const tried = await tryOut(unfinished, account);
  if (tried === undefined) {
    await rm(unfinished, { recursive: true, force: true });
    throw new AppError(
      'database-unavailable',
      `The embedded PostgreSQL does not run on this machine (a system without glibc, or ${home} mounted noexec?). Set DATABASE_URL to a PostgreSQL 14 or newer.`,
    );
  }
  await rename(unfinished, copy);
  return { ...tried, folder: copy };
}

/** Undefined when the account cannot reach, load or execute the server. */
async function tryOut(folder: string, account: Account): Promise<UsableBinaries | undefined> {
  const answer = await runTool(join(folder, 'bin', 'postgres'), ['--version'], { account }).catch(() => '');
  const major = /^postgres \(PostgreSQL\) (\d+)/.exec(answer)?.[1];
  return major === undefined ? undefined : { folder, major };
}

/** npm packs no symbolic links; a postinstall script makes them, and --ignore-scripts leaves it out. */
async function linkLibraries(folder: string): Promise<void> {
  const text = await unless(['ENOENT', 'EACCES'], readFile(join(folder, 'pg-symlinks.json'), 'utf8'));
  const list = z.array(z.object({ source: z.string(), target: z.string() }));
  for (const { source, target } of list.parse(JSON.parse(text ?? '[]'))) {
    const link = join(folder, relative('native', target));
    // A folder that is not ours to write gets no links; trying it out then tells whether it can do without.
    await unless(['EEXIST', 'EACCES', 'EPERM', 'EROFS'], symlink(relative(dirname(target), source), link));
  }
}

/** Modes are set and not copied: an install under umask 077 would be closed to the account. */
async function copyTree(from: string, to: string): Promise<void> {
  await mkdir(to);
  await chmod(to, 0o755);
  for (const entry of await readdir(from, { withFileTypes: true })) {
    const [source, target] = [join(from, entry.name), join(to, entry.name)];
    if (entry.isDirectory()) await copyTree(source, target);
    else if (entry.isSymbolicLink()) await symlink(await readlink(source), target);
    else await copyExecutable(source, target);
  }
}

async function copyExecutable(source: string, target: string): Promise<void> {
  await copyFile(source, target);
  await chmod(target, 0o755);
}

/** Copies of other versions, and those a killed start left unfinished. */
async function removeCopies(home: string): Promise<void> {
  const copies = (await readdir(home)).filter((name) => name.startsWith('binaries-'));
  await Promise.all(copies.map((name) => rm(join(home, name), { recursive: true, force: true })));
}
