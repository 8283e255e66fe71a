import { execFile, execFileSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { Client } from 'pg';
import { inject } from 'vitest';
import { freshDatabase } from './fresh-database.ts';

export interface Backup {
  /** A new database as it was when the backup was taken; may be called several times. */
  restore(): Promise<string>;
  /** Drops the backup and what was restored from it. */
  drop(): Promise<void>;
}

export interface BackupMethod {
  name: string;
  take(url: string): Promise<Backup>;
}

/**
 * The ways to take a backup here: the server's own copy of a database, byte by byte, always; pg_dump where one is
 * installed that is not older than the server, which the embedded server comes without.
 */
export async function backupMethods(): Promise<BackupMethod[]> {
  const copy = { name: 'the server’s copy', take: takeCopy };
  const dump = { name: 'pg_dump', take: takeDump };
  return dumpVersion() >= (await serverVersion()) ? [copy, dump] : [copy];
}

function dumpVersion(): number {
  try {
    return Number(/ (\d+)/.exec(execFileSync('pg_dump', ['--version'], { encoding: 'utf8' }))?.[1] ?? 0);
  } catch {
    return 0;
  }
}

async function serverVersion(): Promise<number> {
  return onServer(async (client) => {
    const { rows } = await client.query<{ version: number }>(
      `select current_setting('server_version_num')::int / 10000 as version`,
    );
    return rows[0]?.version ?? Infinity;
  });
}

async function takeCopy(url: string): Promise<Backup> {
  const copy = await freshDatabase();
  await copyOver(url, copy.url);
  const restored: Awaited<ReturnType<typeof freshDatabase>>[] = [];
  return {
    restore: async () => {
      const database = await freshDatabase();
      restored.push(database);
      await copyOver(copy.url, database.url);
      return database.url;
    },
    drop: async () => {
      for (const database of [...restored, copy]) await database.drop();
    },
  };
}

/** The server copies only what nobody is connected to: pools connect again by themselves. */
async function copyOver(from: string, to: string): Promise<void> {
  const [source, target] = [from, to].map((url) => new URL(url).pathname.slice(1));
  await onServer(async (client) => {
    await client.query(`drop database ${target}`);
    for (;;) {
      await client.query(`select pg_terminate_backend(pid) from pg_stat_activity where datname = $1`, [
        source,
      ]);
      try {
        await client.query(`create database ${target} template ${source}`);
        return;
      } catch (error) {
        // object_in_use: somebody was faster.
        if ((error as { code?: unknown }).code !== '55006') throw error;
      }
    }
  });
}

async function takeDump(url: string): Promise<Backup> {
  const run = promisify(execFile);
  const folder = await mkdtemp(join(tmpdir(), 'ledgerlift-dump-'));
  const file = join(folder, 'dump');
  await run('pg_dump', ['--format=custom', `--file=${file}`, url]);
  const restored: Awaited<ReturnType<typeof freshDatabase>>[] = [];
  return {
    restore: async () => {
      const database = await freshDatabase();
      restored.push(database);
      await run('pg_restore', ['--exit-on-error', `--dbname=${database.url}`, file]);
      return database.url;
    },
    drop: async () => {
      for (const database of restored) await database.drop();
      await rm(folder, { recursive: true });
    },
  };
}

async function onServer<T>(work: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({ connectionString: inject('postgresUrl') });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
