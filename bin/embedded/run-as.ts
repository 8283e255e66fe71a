import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { stat } from 'node:fs/promises';
import { promisify } from 'node:util';

import { AppError } from '#shared/errors.ts';

import { unless } from './unless.ts';

/** The user that PostgreSQL runs as; undefined when it is the user of this process. */
export type Account = { uid: number; gid: number } | undefined;

/**
 * PostgreSQL refuses to run as root. Root therefore runs it as the owner of the cluster when there is one, else as
 * `postgres`, else as `nobody`; an ordinary user runs it as himself.
 * Throws `database-unavailable` when the cluster at `existing` belongs to someone else, or no such user exists.
 */
export async function chooseAccount(existing: string | undefined): Promise<Account> {
  const owner = existing === undefined ? undefined : await unless(['ENOENT'], stat(existing));
  const self = process.geteuid?.();
  if (self !== 0) {
    if (owner === undefined || owner.uid === self) return undefined;
    throw new AppError(
      'database-unavailable',
      `The database in ${existing} belongs to user ${owner.uid}: start as that user, choose another folder, or set DATABASE_URL.`,
    );
  }
  return chooseForRoot(existing, owner);
}

/** Runs a program to its end and gives what it printed; rejects when it fails. */
export async function runTool(
  file: string,
  args: readonly string[],
  options: { account: Account; signal?: AbortSignal },
): Promise<string> {
  const { signal, account } = options;
  const answer = await promisify(execFile)(file, args, {
    ...surroundings(account),
    ...(signal && { signal }),
  });
  return answer.stdout;
}

/**
 * Starts a program that outlives this process, both its outputs going to `output`; gives its pid. In a session of its
 * own, because a Ctrl-C at the terminal is meant for the application, which still needs its database to finish.
 */
export async function startDetached(
  file: string,
  args: readonly string[],
  options: { account: Account; output: number },
): Promise<number> {
  const child = spawn(file, args, {
    ...surroundings(options.account),
    detached: true,
    stdio: ['ignore', options.output, options.output],
  });
  await once(child, 'spawn');
  child.unref();
  if (child.pid === undefined) throw new Error(`${file} was started without a pid`);
  return child.pid;
}

/**
 * The working directory of this process may be closed to the account. The environment is made anew, because PG*, LC_*
 * and TZ of the caller would change what initdb and the server do.
 */
function surroundings(account: Account): {
  cwd: string;
  env: Record<string, string>;
  uid?: number;
  gid?: number;
} {
  return { cwd: '/', env: { PATH: '/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' }, ...account };
}

async function chooseForRoot(existing: string | undefined, owner: Account): Promise<Account> {
  if (owner?.uid === 0) {
    throw new AppError(
      'database-unavailable',
      `The database in ${existing} belongs to root, as whom PostgreSQL does not run: give it to another user (chown -R postgres), or set DATABASE_URL.`,
    );
  }
  const account = owner
    ? { uid: owner.uid, gid: owner.gid }
    : ((await lookUp('postgres')) ?? (await lookUp('nobody')));
  // A container may take from root the right to become someone else.
  if (account !== undefined && (await canBecome(account))) return account;
  throw new AppError(
    'database-unavailable',
    `PostgreSQL does not run as root, and root cannot run it as ${account ? `user ${account.uid}` : 'postgres or nobody'} here: start as an ordinary user, or set DATABASE_URL.`,
  );
}

async function canBecome(account: Account): Promise<boolean> {
  return runTool('/bin/sh', ['-c', ':'], { account }).then(
    () => true,
    () => false,
  );
}

async function lookUp(name: string): Promise<Account> {
  try {
    const uid = await runTool('id', ['-u', name], { account: undefined });
    const gid = await runTool('id', ['-g', name], { account: undefined });
    return { uid: Number(uid), gid: Number(gid) };
  } catch {
    return undefined;
  }
}
