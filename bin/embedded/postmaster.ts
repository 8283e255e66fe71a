import { open, readFile, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';

import { AppError } from '#shared/errors.ts';

import { describeProcess } from './describe-process.ts';
import { errorCode } from './error-code.ts';
import { pollUntil } from './poll-until.ts';
import { type Account, startDetached } from './run-as.ts';
import { unless } from './unless.ts';

/** A server at work on our cluster. `ready` once it accepts connections. */
export interface Postmaster {
  pid: number;
  port: number;
  ready: boolean;
}

/** Durability is part of the promise, hence said aloud; the rest keeps an idle server small. */
const settings = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  fsync: 'on',
  full_page_writes: 'on',
  synchronous_commit: 'on',
  shared_buffers: '32MB',
  max_connections: '100',
  // Without the three I/O workers of version 18: a small cluster lives in the page cache.
  io_method: 'sync',
  logging_collector: 'off',
  log_destination: 'stderr',
  // What was erased on request must not live on in the log: no statements, no rows in details.
  log_min_error_statement: 'panic',
  log_error_verbosity: 'terse',
  log_timezone: 'UTC',
  timezone: 'UTC',
};

/**
 * The server at work on the cluster, whoever started it, from the lock file that PostgreSQL keeps in its data folder;
 * undefined when there is none, or the pid in the file is dead or meanwhile someone else's.
 */
export async function findPostmaster(dataDir: string): Promise<Postmaster | undefined> {
  return ownServer(await readLock(dataDir), dataDir);
}

/** Starts a server on the cluster and gives its pid; whether it comes up is not awaited. */
export async function launchPostmaster(
  executable: string,
  options: { dataDir: string; port: number; logFile: string; account: Account },
): Promise<number> {
  await removeForeignLock(options.dataDir);
  const args = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const log = await open(options.logFile, 'a');
  try {
    const place = ['-D', options.dataDir, '-p', String(options.port)];
    return await startDetached(executable, [...place, ...args], { account: options.account, output: log.fd });
  } finally {
    await log.close();
  }
}

/**
 * Shuts the server down: fast (SIGINT: clients are sent away, everything is written), or after half the time
 * immediately (SIGQUIT: the next start replays the log, no acknowledged row is lost). Returns when it has exited.
 */
export async function stopPostmaster(dataDir: string, timeoutSeconds = 60): Promise<void> {
  const server = await findPostmaster(dataDir);
  if (server === undefined) return;
  for (const signalName of ['SIGINT', 'SIGQUIT'] as const) {
    sendSignal(server.pid, signalName);
    const patience = AbortSignal.timeout((timeoutSeconds * 1000) / 2);
    const gone = await pollUntil(patience, async () =>
      (await describeProcess(server.pid)) === undefined ? true : undefined,
    ).catch(() => false);
    if (gone) return;
  }
  throw new AppError(
    'database-unavailable',
    `PostgreSQL (process ${server.pid}) does not stop; end it by hand (kill -QUIT ${server.pid}).`,
  );
}

const lockFile = (dataDir: string): string => join(dataDir, 'postmaster.pid');

async function readLock(dataDir: string): Promise<string> {
  return (await unless(['ENOENT'], readFile(lockFile(dataDir), 'utf8'))) ?? '';
}

/** The lines of the file are those of PostgreSQL's `pidfile.h`: pid, data folder, start, port, ..., state as the eighth. */
async function ownServer(lock: string, dataDir: string): Promise<Postmaster | undefined> {
  const [pidLine = '', itsDataDir = '', , portLine = '', , , , state = ''] = lock.split('\n');
  const [pid, port] = [Number(pidLine), Number(portLine)];
  if (!(pid > 0 && port > 0 && itsDataDir !== '')) return undefined;
  const described = await describeProcess(pid);
  if (!described?.command.includes(itsDataDir) || !(await isSameFolder(itsDataDir, dataDir)))
    return undefined;
  return { pid, port, ready: state.trim() === 'ready' };
}

/** The path a server was started with is gone when the folder was moved under it; in a copied folder it still stands. */
async function isSameFolder(itsDataDir: string, dataDir: string): Promise<boolean> {
  const [its, ours] = [await unless(['ENOENT'], stat(itsDataDir)), await stat(dataDir)];
  return its === undefined || (its.ino === ours.ino && its.dev === ours.dev);
}

/**
 * PostgreSQL copes with a lock file whose pid is dead, but gives up when some unrelated process bears that pid now.
 * Removing the file does not unguard the cluster: servers also meet over a shared memory key made from the folder.
 */
async function removeForeignLock(dataDir: string): Promise<void> {
  const lock = await readLock(dataDir);
  const pid = Number(lock.split('\n')[0]);
  if (!(pid > 0 && sendSignal(pid, 0))) return;
  if ((await ownServer(lock, dataDir)) === undefined) await rm(lockFile(dataDir), { force: true });
}

/** False when there is no such process. */
function sendSignal(pid: number, signalName: 'SIGINT' | 'SIGQUIT' | 0): boolean {
  try {
    return process.kill(pid, signalName);
  } catch (error) {
    if (errorCode(error) === 'ESRCH') return false;
    if (errorCode(error) === 'EPERM') return true;
    throw error;
  }
}
