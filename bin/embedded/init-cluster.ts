import { randomBytes } from 'node:crypto';
import {
  access,
  chmod,
  chown,
  mkdir,
  open,
  readFile,
  readdir,
  rename,
  rm,
  writeFile,
} from 'node:fs/promises';
import { join } from 'node:path';

import { AppError } from '#shared/errors.ts';

import { type Account, runTool } from './run-as.ts';
import type { UsableBinaries } from './usable-binaries.ts';
import { unless } from './unless.ts';

export interface Cluster {
  dataDir: string;
  user: string;
  password: string;
}

const user = 'ledgerlift';

/**
 * Gives the cluster in `home` (`cluster/data` with `cluster/password` beside it), made on the first call. It is made
 * under another name and renamed when whole, so that one whose making was interrupted is never taken for a cluster.
 * Throws `database-unavailable` when the cluster was made by another major version.
 */
export async function initCluster(
  home: string,
  binaries: UsableBinaries,
  options: { account: Account; signal: AbortSignal },
): Promise<Cluster> {
  const folder = join(home, 'cluster');
  const dataDir = join(folder, 'data');
  await removeUnfinished(home);
  if (!(await exists(folder))) {
    const unfinished = join(home, `cluster.new-${randomBytes(6).toString('hex')}`);
    await makeCluster(unfinished, binaries, options);
    await rename(unfinished, folder);
    await syncFolder(home);
  }
  await checkVersion(dataDir, binaries.major);
  return { dataDir, user, password: (await readFile(join(folder, 'password'), 'utf8')).trim() };
}

async function makeCluster(
  folder: string,
  binaries: UsableBinaries,
  options: { account: Account; signal: AbortSignal },
): Promise<void> {
  const [dataDir, passwordFile] = [join(folder, 'data'), join(folder, 'password')];
  await mkdir(folder, { mode: 0o700 });
  await writeFile(passwordFile, `${randomBytes(24).toString('base64url')}\n`, { mode: 0o600 });
  await chmod(passwordFile, 0o600);
  if (options.account !== undefined) {
    const { uid, gid } = options.account;
    await chown(folder, uid, gid);
    await chown(passwordFile, uid, gid);
  }
  const args = [
    `--pgdata=${dataDir}`,
    `--username=${user}`,
    `--pwfile=${passwordFile}`,
    '--auth=scram-sha-256',
    '--encoding=UTF8',
    '--locale=C',
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
  ];
  await runTool(join(binaries.folder, 'bin', 'initdb'), args, options);
}

/** An initdb orphaned by a kill may still be writing there: what cannot be removed now is left for the next time. */
async function removeUnfinished(home: string): Promise<void> {
  for (const name of await readdir(home)) {
    if (!name.startsWith('cluster.new-')) continue;
    await rm(join(home, name), { recursive: true, force: true }).catch(() => undefined);
  }
}

/** Otherwise a power failure could undo the renaming, and with it all that was stored since. */
async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

async function checkVersion(dataDir: string, major: string): Promise<void> {
  const made = (await unless(['ENOENT'], readFile(join(dataDir, 'PG_VERSION'), 'utf8')))?.trim();
  if (made === major) return;
  throw new AppError(
    'database-unavailable',
    `The database in ${dataDir} was made by PostgreSQL ${made ?? '(unknown)'}, but the installed one is ${major}. ` +
      'Install the earlier version again, move the folder away to begin with an empty database, or set DATABASE_URL.',
  );
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
