import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { isHeld, makeClaim } from './claim.ts';
import { unless } from './unless.ts';

/**
 * Writes this process down as a user of the server in `home` (one file `users/<pid>.…` each); the answer takes it off
 * the list. To be called, like `hasUsers`, under the start lock.
 */
export async function joinUsers(home: string): Promise<() => Promise<void>> {
  const claim = await makeClaim(home);
  const file = join(home, 'users', claim);
  await mkdir(join(home, 'users'), { recursive: true });
  await writeFile(file, '');
  return () => rm(file, { force: true });
}

/** Whether a living process uses the server; the entries of dead ones are swept. */
export async function hasUsers(home: string): Promise<boolean> {
  let found = false;
  for (const claim of (await unless(['ENOENT'], readdir(join(home, 'users')))) ?? []) {
    if (await isHeld(claim, home)) found = true;
    else await rm(join(home, 'users', claim), { force: true });
  }
  return found;
}
