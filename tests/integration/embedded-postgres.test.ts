import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  access,
  chmod,
  chown,
  cp,
  lstat,
  mkdir,
  mkdtemp,
  readFile,
  readdir,
  readlink,
  realpath,
  rename,
  rm,
  stat,
  symlink,
  truncate,
  writeFile,
} from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';

import { Client } from 'pg';
import { afterEach, describe, expect, test } from 'vitest';

import { isHeld, makeClaim } from '#bin/embedded/claim.ts';
import { knownHome, makeOutside } from '#bin/embedded/cluster-home.ts';
import { describeFromPs, describeProcess } from '#bin/embedded/describe-process.ts';
import { locateBinaries } from '#bin/embedded/locate-binaries.ts';
import { pollUntil } from '#bin/embedded/poll-until.ts';
import { type EmbeddedPostgres, startPostgres } from '#bin/embedded/postgres.ts';
import { findPostmaster, stopPostmaster } from '#bin/embedded/postmaster.ts';
import { chooseAccount } from '#bin/embedded/run-as.ts';
import { takeLock } from '#bin/embedded/start-lock.ts';
import { usableBinaries } from '#bin/embedded/usable-binaries.ts';

const isRoot = process.geteuid?.() === 0;
const exec = promisify(execFile);
const servers: EmbeddedPostgres[] = [];
const children: ChildProcess[] = [];
/** Folders to remove; a process that still names one of them after the test is a leak. */
const places = new Set<string>();

afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.stop()));
  await Promise.all(children.splice(0).map(killHard));
  const leaked = await leakedServers();
  await Promise.all([...places].map((place) => rm(place, { recursive: true, force: true })));
  places.clear();
  if (leaked.length > 0) throw new Error(`A server was left running in ${leaked.join(', ')}`);
});

async function leakedServers(): Promise<string[]> {
  const leaked: string[] = [];
  for (const place of places) {
    for (const dataDir of [join(place, 'postgres/cluster/data'), join(place, 'cluster/data')]) {
      if (!(await exists(dataDir)) || (await findPostmaster(dataDir)) === undefined) continue;
      leaked.push(dataDir);
      await stopPostmaster(dataDir);
    }
  }
  return leaked;
}

/** A folder that does not exist yet, in a new directory with the given mode (700: closed to other users). */
async function newFolder(mode = 0o755): Promise<string> {
  const parent = await realpath(await mkdtemp(join(tmpdir(), 'llpg ')));
  await chmod(parent, mode);
  places.add(parent);
  const folder = join(parent, 'state');
  places.add(folder);
  return folder;
}

async function start(folder: string, log?: (line: string) => void): Promise<EmbeddedPostgres> {
  const server = await startPostgres(log === undefined ? { folder } : { folder, log });
  servers.push(server);
  places.add(dirname(dirname(server.dataDir)));
  return server;
}

interface Started {
  child: ChildProcess;
  url: string;
  adopted: boolean;
}

/** Another process that starts the server, and stops it when told. */
function launcher(folder: string): ChildProcess {
  const code = `
    const { startPostgres } = await import(${JSON.stringify(new URL('../../bin/embedded/postgres.ts', import.meta.url))});
    const server = await startPostgres({ folder: ${JSON.stringify(folder)} });
    process.on('message', () => void server.stop().then(() => process.disconnect()));
    process.send({ url: server.url, adopted: server.adopted });`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', code], {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  children.push(child);
  return child;
}

async function startElsewhere(folder: string): Promise<Started> {
  const child = launcher(folder);
  const exited = once(child, 'exit').then(([code]) => {
    throw new Error(`The launcher ended with ${code}`);
  });
  const [message] = (await Promise.race([once(child, 'message'), exited])) as [Omit<Started, 'child'>];
  exited.catch(() => undefined);
  return { child, ...message };
}

async function stopElsewhere(started: Started): Promise<void> {
  const exit = once(started.child, 'exit');
  started.child.send('stop');
  expect(await exit).toEqual([0, null]);
}

async function killHard(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exit = once(child, 'exit');
  child.kill('SIGKILL');
  await exit;
}

async function query<Row>(url: string, text: string): Promise<Row[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(text)).rows as Row[];
  } finally {
    await client.end();
  }
}

async function postmasterPid(server: EmbeddedPostgres): Promise<number> {
  const found = await findPostmaster(server.dataDir);
  if (found === undefined) throw new Error('no postmaster');
  return found.pid;
}

async function eventually<T>(probe: () => Promise<T | undefined>): Promise<T> {
  return pollUntil(AbortSignal.timeout(30_000), probe);
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}

async function failureOf(work: Promise<unknown>): Promise<unknown> {
  return work.then(
    () => undefined,
    (error: unknown) => error,
  );
}

const portOf = (url: string): number => Number(new URL(url).port);

describe('the embedded PostgreSQL', { timeout: 120_000 }, () => {
  test('a first start gives the database ledgerlift, in UTF-8 with the builtin locale', async () => {
    const { url } = await start(await newFolder());
    const rows = await query(
      url,
      `select datname, pg_encoding_to_char(encoding) as encoding, datlocprovider::text as provider, datlocale
         from pg_database where datname = current_database()`,
    );
    expect(rows).toEqual([{ datname: 'ledgerlift', encoding: 'UTF8', provider: 'b', datlocale: 'C.UTF-8' }]);
  });

  test('the server listens on the loopback address alone, is small, and writes durably', async () => {
    const { url } = await start(await newFolder());
    const names = [
      'listen_addresses',
      'unix_socket_directories',
      'shared_buffers',
      'max_connections',
      'fsync',
    ];
    const rows = await query<{ name: string; value: string }>(
      url,
      `select name, current_setting(name) as value from pg_settings where name in ('${names.join("','")}') order by name`,
    );
    expect(Object.fromEntries(rows.map((row) => [row.name, row.value]))).toEqual({
      fsync: 'on',
      listen_addresses: '127.0.0.1',
      max_connections: '100',
      shared_buffers: '32MB',
      unix_socket_directories: '',
    });
  });

  test('nobody enters without the password, which only its owner can read', async () => {
    const server = await start(await newFolder());
    const wrong = new URL(server.url);
    wrong.password = 'guessed';
    expect(await failureOf(query(wrong.href, 'select 1'))).toMatchObject({ code: '28P01' });
    const file = await stat(join(dirname(server.dataDir), 'password'));
    expect(file.mode & 0o777).toBe(0o600);
  });

  test('what was stored is there after a stop and a start, at the same port', async () => {
    const folder = await newFolder();
    const first = await start(folder);
    await query(first.url, 'create table kept as select 42 as answer');
    await first.stop();
    const second = await start(folder);
    expect(second.url).toBe(first.url);
    expect(second.adopted).toBe(false);
    expect(await query(second.url, 'select answer from kept')).toEqual([{ answer: 42 }]);
  });

  test('a port taken by a stranger is given up, and the new one is kept from then on', async () => {
    const folder = await newFolder();
    const first = await start(folder);
    await first.stop();
    const stranger = createServer().listen(portOf(first.url), '127.0.0.1');
    await once(stranger, 'listening');
    const second = await start(folder);
    expect(portOf(second.url)).not.toBe(portOf(first.url));
    await second.stop();
    stranger.close();
    await once(stranger, 'close');
    expect((await start(folder)).url).toBe(second.url);
  });

  test('the lines of the server log are handed over, the last ones included', async () => {
    const lines: string[] = [];
    const server = await start(await newFolder(), (line) => lines.push(line));
    await eventually(async () => lines.find((line) => line.includes('ready to accept connections')));
    await server.stop();
    expect(lines.at(-1)).toContain('database system is shut down');
  });

  test('a failing statement leaves neither its text nor its row in the log', async () => {
    const folder = await newFolder();
    const server = await start(folder);
    await query(server.url, 'create table people (name text primary key)');
    await query(server.url, "insert into people values ('Jane Secret')");
    const failure = await failureOf(query(server.url, "insert into people values ('Jane Secret')"));
    expect(failure).toMatchObject({ code: '23505' });
    await server.stop();
    const log = await readFile(join(folder, 'postgres.log'), 'utf8');
    expect(log).toContain('duplicate key');
    expect(log).not.toContain('Jane Secret');
  });

  test('a log that has grown over 10 MB is emptied, before the start and while the server runs', async () => {
    const folder = await newFolder();
    await mkdir(folder);
    const logFile = join(folder, 'postgres.log');
    const isSmall = async (): Promise<true | undefined> =>
      (await stat(logFile)).size < 100_000 ? true : undefined;
    await writeFile(logFile, 'old\n');
    await truncate(logFile, 11 * 1024 * 1024);
    const lines: string[] = [];
    const server = await start(folder, (line) => lines.push(line));
    expect(await isSmall()).toBe(true);
    await truncate(logFile, 11 * 1024 * 1024);
    await eventually(isSmall);
    await server.stop();
    expect(lines.at(-1)).toContain('database system is shut down');
  });
});

describe('stopping', { timeout: 120_000 }, () => {
  test('a server asked to stop twice is stopped once, and is gone when the answer comes', async () => {
    const server = await start(await newFolder());
    const pid = await postmasterPid(server);
    await Promise.all([server.stop(), server.stop()]);
    await server.stop();
    expect(await describeProcess(pid)).toBeUndefined();
  });

  test('a server with a client connected stops all the same', async () => {
    const server = await start(await newFolder());
    const client = new Client({ connectionString: server.url });
    client.on('error', () => undefined);
    await client.connect();
    await server.stop();
    expect(await findPostmaster(server.dataDir)).toBeUndefined();
    await client.end();
  });

  test('the server leaves with the last of its users, whether in one process or in several', async () => {
    const folder = await newFolder();
    const elsewhere = await startElsewhere(folder);
    const [first, second] = [await start(folder), await start(folder)];
    expect([elsewhere.adopted, first.adopted, second.adopted]).toEqual([false, true, true]);
    await stopElsewhere(elsewhere);
    await first.stop();
    expect(await query(second.url, 'select 1 as one')).toEqual([{ one: 1 }]);
    await second.stop();
    expect(await findPostmaster(second.dataDir)).toBeUndefined();
  });

  test('a stop after the server died by itself succeeds', async () => {
    const server = await start(await newFolder());
    process.kill(await postmasterPid(server), 'SIGKILL');
    await server.stop();
    expect(await findPostmaster(server.dataDir)).toBeUndefined();
  });

  test('no handler of signals or of the end of the process is left behind', async () => {
    const handlers = (): number[] =>
      ['SIGINT', 'SIGTERM', 'SIGHUP', 'exit', 'beforeExit'].map((name) => process.listenerCount(name));
    const before = handlers();
    await start(await newFolder());
    expect(handlers()).toEqual(before);
  });
});

describe('starting at the same time', { timeout: 120_000 }, () => {
  test('of three processes that start at once in a new folder, one starts the server and two adopt it', async () => {
    const folder = await newFolder();
    const started = await Promise.all([
      startElsewhere(folder),
      startElsewhere(folder),
      startElsewhere(folder),
    ]);
    expect(new Set(started.map((one) => one.url)).size).toBe(1);
    expect(started.filter((one) => !one.adopted)).toHaveLength(1);
    await Promise.all(started.map(stopElsewhere));
    expect(await findPostmaster(join(folder, 'postgres/cluster/data'))).toBeUndefined();
  });

  test('one process may start it twice at once', async () => {
    const folder = await newFolder();
    const [first, second] = await Promise.all([start(folder), start(folder)]);
    expect(first.url).toBe(second.url);
    expect(first.adopted).not.toBe(second.adopted);
  });

  test('the lock is never held by two, also when all of them find it left by a dead holder', async () => {
    const path = join(dirname(await newFolder()), 'lock');
    const deadHolder = `${process.pid}.0000000000000000.reused`;
    await symlink(deadHolder, path);
    await symlink(deadHolder, `${path}.break`);
    let holders = 0;
    const seen: number[] = [];
    const holdOnce = async (): Promise<void> => {
      const release = await takeLock(path, AbortSignal.timeout(30_000));
      holders += 1;
      await readdir(dirname(path));
      seen.push(holders);
      holders -= 1;
      await release();
    };
    await Promise.all(Array.from({ length: 20 }, holdOnce));
    expect(seen).toEqual(Array.from({ length: 20 }, () => 1));
    expect(await readdir(dirname(path))).toEqual([]);
  });

  test('a lock left by a killed process does not hinder the next start', async () => {
    const folder = await newFolder();
    const child = launcher(folder);
    await eventually(async () => readlink(join(folder, 'postgres.lock')).catch(() => undefined));
    await killHard(child);
    expect(await query((await start(folder)).url, 'select 1 as one')).toEqual([{ one: 1 }]);
  });
});

describe('after a kill', { timeout: 120_000 }, () => {
  test('a cluster whose making was killed halfway is made anew', async () => {
    const folder = await newFolder();
    const home = join(folder, 'postgres');
    const child = launcher(folder);
    await eventually(async () => {
      const [unfinished] = (await readdir(home).catch(() => [])).filter((name) =>
        name.startsWith('cluster.new-'),
      );
      return unfinished !== undefined && (await exists(join(home, unfinished, 'data/PG_VERSION')))
        ? true
        : undefined;
    });
    await killHard(child);
    const server = await start(folder);
    expect(server.adopted).toBe(false);
    expect(await query(server.url, 'select current_database() as name')).toEqual([{ name: 'ledgerlift' }]);
    // The orphaned initdb may outlive its launcher for a moment: what it wrote is swept by a later start at the latest.
    await eventually(async () => {
      await (await startPostgres({ folder })).stop();
      return (await readdir(home)).some((name) => name.startsWith('cluster.new-')) ? undefined : true;
    });
  });

  test('a server whose launcher was killed is adopted, with its data and without its dead user', async () => {
    const folder = await newFolder();
    const orphaned = await startElsewhere(folder);
    await query(orphaned.url, 'create table kept as select 42 as answer');
    await killHard(orphaned.child);
    const server = await start(folder);
    expect(server.adopted).toBe(true);
    expect(server.url).toBe(orphaned.url);
    expect(await query(server.url, 'select answer from kept')).toEqual([{ answer: 42 }]);
    await server.stop();
    expect(await findPostmaster(server.dataDir)).toBeUndefined();
  });

  test('no acknowledged row is lost when the server is killed while rows are written', async () => {
    const folder = await newFolder();
    const server = await start(folder);
    await query(server.url, 'create table rows (id int primary key)');
    let acknowledged = 0;
    const write = async (remainder: number): Promise<void> => {
      const client = new Client({ connectionString: server.url });
      client.on('error', () => undefined);
      await client.connect();
      for (let id = remainder; ; id += 4) {
        await client.query('insert into rows values ($1)', [id]);
        acknowledged += 1;
      }
    };
    const writers = Promise.allSettled([0, 1, 2, 3].map(write));
    await eventually(async () => (acknowledged > 400 ? true : undefined));
    process.kill(await postmasterPid(server), 'SIGKILL');
    await writers;
    const again = await start(folder);
    expect(again.adopted).toBe(false);
    const [counted] = await query<{ rows: number }>(again.url, 'select count(*)::int as rows from rows');
    expect(counted?.rows).toBeGreaterThanOrEqual(acknowledged);
  });

  test('a lock file of PostgreSQL whose pid is now another process is no obstacle', async () => {
    const folder = await newFolder();
    const first = await start(folder);
    const lockFile = join(first.dataDir, 'postmaster.pid');
    const lock = await readFile(lockFile, 'utf8');
    await first.stop();
    // Of the same user as the server: to the process of another user PostgreSQL itself pays no attention.
    const { uid, gid } = await stat(first.dataDir);
    const stranger = spawn('sleep', ['600'], { uid, gid });
    children.push(stranger);
    await once(stranger, 'spawn');
    await writeFile(lockFile, lock.replace(/^\d+/, String(stranger.pid)));
    await chown(lockFile, uid, gid);
    const second = await start(folder);
    expect(second.adopted).toBe(false);
    expect(await query(second.url, 'select 1 as one')).toEqual([{ one: 1 }]);
    expect(stranger.exitCode).toBeNull();
  });
});

describe('a folder that is moved or copied', { timeout: 120_000 }, () => {
  test('a folder copied while in use has a server of its own, which stops with its own users', async () => {
    const folder = await newFolder();
    const original = await start(folder);
    await query(original.url, 'create table kept as select 42 as answer');
    await query(original.url, 'checkpoint');
    const copied = join(dirname(folder), 'copied');
    places.add(copied);
    await exec('cp', ['-a', folder, copied]);
    const copy = await start(copied);
    expect(copy.adopted).toBe(false);
    expect(portOf(copy.url)).not.toBe(portOf(original.url));
    await query(copy.url, 'update kept set answer = 43');
    expect(await query(original.url, 'select answer from kept')).toEqual([{ answer: 42 }]);
    await copy.stop();
    expect(await findPostmaster(copy.dataDir)).toBeUndefined();
    expect(await query(original.url, 'select answer from kept')).toEqual([{ answer: 42 }]);
  });

  test('a folder moved while its orphaned server runs still finds that server', async () => {
    const folder = await newFolder();
    const orphaned = await startElsewhere(folder);
    await killHard(orphaned.child);
    const moved = join(dirname(folder), 'moved');
    places.add(moved);
    await rename(folder, moved);
    const server = await start(moved);
    expect(server.adopted).toBe(true);
    expect(server.url).toBe(orphaned.url);
  });
});

describe.runIf(isRoot)('as root', { timeout: 120_000 }, () => {
  test('the server runs as another user', async () => {
    const server = await start(await newFolder());
    const { uid } = await stat(`/proc/${await postmasterPid(server)}`);
    expect(uid).not.toBe(0);
    expect((await stat(server.dataDir)).uid).toBe(uid);
  });

  test('the cluster of a folder closed to others lies outside, and the folder says where', async () => {
    const folder = await newFolder(0o700);
    const first = await start(folder);
    expect(first.dataDir.startsWith(folder)).toBe(false);
    const pointer: unknown = JSON.parse(await readFile(join(folder, 'postgres-home.json'), 'utf8'));
    expect(pointer).toEqual({ folder, home: dirname(dirname(first.dataDir)) });
    await query(first.url, 'create table kept as select 42 as answer');
    await first.stop();
    const second = await start(folder);
    expect(second.dataDir).toBe(first.dataDir);
    expect(await query(second.url, 'select answer from kept')).toEqual([{ answer: 42 }]);
  });

  test('such a folder takes its cluster along when moved, shares it with no copy, and begins anew when deleted', async () => {
    const folder = await newFolder(0o700);
    const first = await start(folder);
    await first.stop();
    const [moved, copied] = [join(dirname(folder), 'moved'), join(dirname(folder), 'copied')];
    await rename(folder, moved);
    const second = await start(moved);
    expect(second.dataDir).toBe(first.dataDir);
    expect(await readFile(join(dirname(dirname(second.dataDir)), 'folder.txt'), 'utf8')).toBe(`${moved}\n`);
    await second.stop();
    await cp(moved, copied, { recursive: true });
    const third = await start(copied);
    expect(third.dataDir).not.toBe(first.dataDir);
    await third.stop();
    await rm(copied, { recursive: true });
    expect((await start(copied)).dataDir).not.toBe(third.dataDir);
  });

  test('a pointer that leads nowhere is an error that says the way out, not an empty database', async () => {
    const folder = await newFolder(0o700);
    const first = await start(folder);
    await first.stop();
    await rm(dirname(dirname(first.dataDir)), { recursive: true });
    const failure = await failureOf(start(folder));
    expect(failure).toMatchObject({ code: 'database-unavailable' });
    expect(String(failure)).toContain('postgres-home.json');
  });

  test('a directory that another user planted is not used', async () => {
    const parent = dirname(await newFolder());
    await chmod(parent, 0o1777);
    const planted = await makeOutside('/some/folder', [`${parent}/ledgerlift-`]);
    await chown(planted, 65_534, 65_534);
    const home = await makeOutside('/some/folder', [`${parent}/ledgerlift-`]);
    expect(home.startsWith(`${planted}-`)).toBe(true);
    const made = await lstat(home);
    expect([made.uid, made.mode & 0o777]).toEqual([0, 0o755]);
    const open = join(parent, 'open');
    await mkdir(open);
    await chmod(open, 0o777);
    expect(await failureOf(makeOutside('/some/folder', [`${open}/`]))).toMatchObject({
      code: 'database-unavailable',
    });
  });

  test('a pointer to a directory of another user is not followed', async () => {
    const folder = await newFolder(0o700);
    await mkdir(folder);
    const foreign = join(dirname(folder), 'foreign');
    await mkdir(foreign);
    await chown(foreign, 65_534, 65_534);
    await writeFile(join(folder, 'postgres-home.json'), JSON.stringify({ folder, home: foreign }));
    expect(await failureOf(knownHome(folder))).toMatchObject({ code: 'database-unavailable' });
  });

  test('binaries in a directory closed to others are copied to where the user of the server can run them', async () => {
    const closed = dirname(await newFolder(0o700));
    const native = join(closed, 'native');
    await cp(locateBinaries().native, native, { recursive: true, verbatimSymlinks: true });
    await exec('chmod', ['-R', 'go=', native]);
    const home = dirname(await newFolder());
    const account = await chooseAccount(undefined);
    const usable = await usableBinaries({ native, version: '1.2.3' }, home, account);
    expect(usable).toEqual({ folder: join(home, 'binaries-1.2.3'), major: expect.stringMatching(/^\d+$/) });
    expect(await usableBinaries({ native, version: '1.2.3' }, home, account)).toEqual(usable);
    expect((await readdir(home)).filter((name) => name.startsWith('binaries'))).toEqual(['binaries-1.2.3']);
    const initdb = join(usable.folder, 'bin/initdb');
    expect((await exec(initdb, ['--show', '-D', '/nowhere'], { cwd: '/', ...account })).stderr).toContain(
      'share_path',
    );
  });
});

describe('binaries', { timeout: 120_000 }, () => {
  /** The package as npm --ignore-scripts leaves it. */
  async function withoutLinks(): Promise<string> {
    const native = join(dirname(await newFolder()), 'native');
    await cp(locateBinaries().native, native, { recursive: true, verbatimSymlinks: true });
    await exec('find', [native, '-type', 'l', '-delete']);
    return native;
  }

  test('the links that an install without scripts leaves out are made', async () => {
    const native = await withoutLinks();
    const home = dirname(await newFolder());
    const usable = await usableBinaries({ native, version: '1.2.3' }, home, await chooseAccount(undefined));
    expect(usable.folder).toBe(native);
  });

  // Root may write anywhere: its case is the one above.
  test.each(isRoot ? [] : ['lib'])(
    'where they cannot be made in %s, a copy that has them is used',
    async (part) => {
      const native = await withoutLinks();
      const home = dirname(await newFolder());
      await chmod(join(native, part), 0o555);
      try {
        const usable = await usableBinaries({ native, version: '1.2.3' }, home, undefined);
        expect(usable.folder).toBe(join(home, 'binaries-1.2.3'));
      } finally {
        await chmod(join(native, part), 0o755);
      }
    },
  );

  test('binaries that do not run here are an error that says the way out, and leave no copy', async () => {
    const folder = dirname(await newFolder());
    const native = join(folder, 'native');
    await mkdir(join(native, 'bin'), { recursive: true });
    await writeFile(join(native, 'bin/postgres'), 'for another machine');
    const home = join(folder, 'home');
    await mkdir(home);
    const failure = await failureOf(usableBinaries({ native, version: '1.2.3' }, home, undefined));
    expect(failure).toMatchObject({ code: 'database-unavailable' });
    expect(String(failure)).toContain('DATABASE_URL');
    expect(await readdir(home)).toEqual([]);
  });

  test('a platform without binaries is an error that says the way out', () => {
    expect(() => locateBinaries('plan9-mips')).toThrow(/DATABASE_URL/);
  });
});

describe('what cannot start', { timeout: 120_000 }, () => {
  test('a damaged cluster is an error that names the log', async () => {
    const folder = await newFolder();
    const server = await start(folder);
    await server.stop();
    await rm(join(server.dataDir, 'global/pg_control'));
    const failure = await failureOf(start(folder));
    expect(failure).toMatchObject({ code: 'database-unavailable' });
    expect(String(failure)).toContain(join(folder, 'postgres.log'));
    expect(await exists(join(folder, 'postgres.lock'))).toBe(false);
  });

  test('a cluster of another major version is left untouched, and the error names both versions', async () => {
    const folder = await newFolder();
    const server = await start(folder);
    await server.stop();
    await writeFile(join(server.dataDir, 'PG_VERSION'), '12\n');
    expect(String(await failureOf(start(folder)))).toMatch(
      /made by PostgreSQL 12, but the installed one is \d+/,
    );
  });

  test('a lost password is an error and not a wait for the time limit', async () => {
    const folder = await newFolder();
    const server = await start(folder);
    await writeFile(join(dirname(server.dataDir), 'password'), 'another\n');
    const failure = await failureOf(start(folder));
    expect(failure).toMatchObject({ code: 'database-unavailable' });
    expect(String(failure)).toContain('password');
  });

  test('a folder that cannot be made is an error that says the way out', async () => {
    const folder = await newFolder();
    await writeFile(folder, 'a file');
    const failure = await failureOf(start(folder));
    expect(failure).toMatchObject({ code: 'database-unavailable' });
    expect(String(failure)).toContain('DATABASE_URL');
  });
});

describe('claims', () => {
  test('a claim holds for its folder while its process lives, and no forged or broken one holds', async () => {
    const claim = await makeClaim('/here');
    const [pid, seal] = claim.split('.');
    expect(await isHeld(claim, '/here')).toBe(true);
    expect(await isHeld(claim, '/a copy')).toBe(false);
    for (const broken of [
      '',
      '.',
      `${pid}`,
      `${pid}..`,
      `.${seal}.`,
      `0.${seal}.`,
      '-1.undefined.',
      '999999999.undefined.',
    ]) {
      expect(await isHeld(broken, '/here')).toBe(false);
    }
  });

  test('a dead process is nobody, also before its parent has taken note of its death', async () => {
    const child = spawn('true');
    const pid = child.pid ?? 0;
    await once(child, 'exit');
    expect(await describeProcess(pid)).toBeUndefined();
    expect(await describeFromPs(pid)).toBeUndefined();
    // The shell becomes `sleep`, which never takes note of the child it inherits: killed, that one stays a zombie.
    const parent = spawn('sh', ['-c', 'sleep 600 & echo $!; exec sleep 600'], {
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    children.push(parent);
    const [line] = (await once(parent.stdout, 'data')) as [Buffer];
    await eventually(async () =>
      (await describeProcess(parent.pid ?? 0))?.command.startsWith('sleep') ? true : undefined,
    );
    process.kill(Number(line), 'SIGKILL');
    await eventually(async () => ((await describeProcess(Number(line))) === undefined ? true : undefined));
    expect(process.kill(Number(line), 0)).toBe(true);
    expect(await describeFromPs(Number(line))).toBeUndefined();
  });

  test('a living process is described the same way each time, with its command line', async () => {
    for (const describer of [describeProcess, describeFromPs]) {
      const described = await describer(process.pid);
      expect(described?.command).toContain('node');
      expect(await describer(process.pid)).toEqual(described);
    }
  });
});
