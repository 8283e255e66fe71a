import { mkdir, realpath } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';

import { AppError } from '#shared/errors.ts';

import { awaitReady } from './await-ready.ts';
import { knownHome, newHome } from './cluster-home.ts';
import { errorCode } from './error-code.ts';
import { freePort } from './free-port.ts';
import { type Cluster, initCluster } from './init-cluster.ts';
import { locateBinaries } from './locate-binaries.ts';
import { findPostmaster, launchPostmaster, stopPostmaster } from './postmaster.ts';
import { type Account, chooseAccount } from './run-as.ts';
import { type LogFollower, followLog } from './server-log.ts';
import { hasUsers, joinUsers } from './server-users.ts';
import { takeLock } from './start-lock.ts';
import { usableBinaries } from './usable-binaries.ts';

/** `url` carries the password. `adopted` tells that the server was already running. */
export interface EmbeddedPostgres {
  url: string;
  dataDir: string;
  adopted: boolean;
  /** Leaves the server; the last one to leave shuts it down and waits for its end. Calling it again does nothing. */
  stop: () => Promise<void>;
}

const timeLimitSeconds = 60;

/**
 * Starts the PostgreSQL whose cluster lives in `folder`, or joins the one that already runs there. Everything that is
 * acknowledged survives a kill -9 of this process and of the server. `log` is given the lines of the server's log.
 * Throws `database-unavailable`, its message saying the way out, when no server answers within 60 s.
 */
export async function startPostgres(options: {
  folder: string;
  log?: (line: string) => void;
}): Promise<EmbeddedPostgres> {
  const signal = AbortSignal.timeout(timeLimitSeconds * 1000);
  try {
    await mkdir(options.folder, { recursive: true });
    const folder = await realpath(options.folder);
    const follower = await followLog(logFileOf(folder), options.log ?? (() => undefined));
    try {
      return await startFollowed(folder, follower, signal);
    } catch (error) {
      await follower.close();
      throw error;
    }
  } catch (error) {
    throw explain(error, options.folder, signal);
  }
}

async function startFollowed(
  folder: string,
  follower: LogFollower,
  signal: AbortSignal,
): Promise<EmbeddedPostgres> {
  const release = await takeLock(lockFileOf(folder), signal);
  try {
    const site = await prepareSite(folder, signal);
    const server = await ensureServer(site, signal);
    const withdraw = await joinUsers(site.home);
    let stopping: Promise<void> | undefined;
    const stop = (): Promise<void> => (stopping ??= leave(site, withdraw, follower));
    return { ...server, dataDir: site.cluster.dataDir, stop };
  } finally {
    await release();
  }
}

interface Site {
  folder: string;
  home: string;
  account: Account;
  executable: string;
  cluster: Cluster;
}

async function prepareSite(folder: string, signal: AbortSignal): Promise<Site> {
  const packaged = locateBinaries();
  const known = await knownHome(folder);
  const account = await chooseAccount(known && join(known, 'cluster'));
  const home = known ?? (await newHome(folder, account));
  const binaries = await usableBinaries(packaged, home, account);
  const cluster = await initCluster(home, binaries, { account, signal });
  return { folder, home, account, executable: join(binaries.folder, 'bin', 'postgres'), cluster };
}

/**
 * A server may exit while we wait for it: one found shutting down, one that lost its port or the cluster to another,
 * one that met the last children of a killed server. Each of these passes, so the start is tried again.
 */
async function ensureServer(site: Site, signal: AbortSignal): Promise<{ url: string; adopted: boolean }> {
  const logFile = logFileOf(site.folder);
  for (const pauseMilliseconds of [0, 100, 300, 900, 2700]) {
    await setTimeout(pauseMilliseconds, undefined, { signal });
    const found = await findPostmaster(site.cluster.dataDir);
    const pid = found?.pid ?? (await launch(site, logFile));
    const url = await awaitReady(site.cluster, pid, signal);
    if (url !== undefined) return { url, adopted: found !== undefined };
  }
  throw new AppError(
    'database-unavailable',
    `The embedded PostgreSQL stops again and again while it starts. The reason stands in ${logFile}; or set DATABASE_URL to use another server.`,
  );
}

async function launch(site: Site, logFile: string): Promise<number> {
  const { account, executable, cluster, home } = site;
  return launchPostmaster(executable, {
    dataDir: cluster.dataDir,
    port: await freePort(home),
    logFile,
    account,
  });
}

async function leave(site: Site, withdraw: () => Promise<void>, follower: LogFollower): Promise<void> {
  const release = await takeLock(lockFileOf(site.folder), AbortSignal.timeout(timeLimitSeconds * 1000));
  try {
    await withdraw();
    if (!(await hasUsers(site.home))) await stopPostmaster(site.cluster.dataDir);
  } finally {
    await release();
    await follower.close();
  }
}

const logFileOf = (folder: string): string => join(folder, 'postgres.log');
const lockFileOf = (folder: string): string => join(folder, 'postgres.lock');

function explain(error: unknown, folder: string, signal: AbortSignal): AppError {
  if (error instanceof AppError) return error;
  const reason = signal.aborted
    ? `was not ready within ${timeLimitSeconds} s. It may still be recovering: see ${logFileOf(folder)} and start again, which joins it`
    : `could not be started in ${folder} (${errorCode(error) ?? 'unexpected failure'}). See ${logFileOf(folder)}, check that the folder can be written`;
  const detail = `The embedded PostgreSQL ${reason}; or set DATABASE_URL to use another server.`;
  return new AppError('database-unavailable', detail, { cause: error });
}
