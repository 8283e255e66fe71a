import { readlink, rm, symlink } from 'node:fs/promises';
import { dirname } from 'node:path';

import { isHeld, makeClaim } from './claim.ts';
import { pollUntil } from './poll-until.ts';
import { unless } from './unless.ts';

/**
 * Waits for the lock at `path` and takes it; the answer gives it back. A lock whose holder is dead is broken.
 * The lock is a symbolic link whose target is the claim: made in one step, it is never seen half written.
 */
export async function takeLock(path: string, signal: AbortSignal): Promise<() => Promise<void>> {
  const claim = await makeClaim(dirname(path));
  await pollUntil(signal, async () => ((await tryLock(path, claim)) ? true : undefined));
  return () => rm(path, { force: true });
}

async function tryLock(path: string, claim: string): Promise<boolean> {
  if (await place(path, claim)) return true;
  const holder = await readHolder(path);
  if (holder !== undefined && !(await isHeld(holder, dirname(path)))) await breakLock(path, holder, claim);
  return false;
}

/**
 * Removes the lock of a dead holder. Of two that saw it dead, the slower one could remove the lock the faster one has
 * taken meanwhile; so breaking needs a lock of its own, and under that the holder is looked at once more.
 */
async function breakLock(path: string, deadHolder: string, claim: string): Promise<void> {
  const breakPath = `${path}.break`;
  if (!(await tryLock(breakPath, claim))) return;
  try {
    if ((await readHolder(path)) === deadHolder) await rm(path, { force: true });
  } finally {
    await rm(breakPath, { force: true });
  }
}

async function place(path: string, claim: string): Promise<boolean> {
  return (
    (await unless(
      ['EEXIST'],
      symlink(claim, path).then(() => true),
    )) ?? false
  );
}

/** Undefined when the lock was just given back. A file that is no link is nobody's lock (an empty claim). */
async function readHolder(path: string): Promise<string | undefined> {
  return unless(
    ['ENOENT'],
    unless(['EINVAL'], readlink(path)).then((target) => target ?? ''),
  );
}
