import { Client } from 'pg';

import { AppError } from '#shared/errors.ts';

import { describeProcess } from './describe-process.ts';
import { errorCode } from './error-code.ts';
import type { Cluster } from './init-cluster.ts';
import { pollUntil } from './poll-until.ts';
import { findPostmaster } from './postmaster.ts';

const database = 'ledgerlift';

/**
 * Waits until the server with this pid answers a query in our database, which is created when absent; gives the URL
 * of that database, or undefined when the server exited before. Rejects when `signal` is aborted.
 */
export async function awaitReady(
  cluster: Cluster,
  pid: number,
  signal: AbortSignal,
): Promise<string | undefined> {
  const answer = await pollUntil(signal, async () => {
    // Asked first, so that the password is never offered to a stranger who took the port before the server could.
    const server = await findPostmaster(cluster.dataDir);
    if (server?.pid === pid && server.ready && (await answers(cluster, server.port))) {
      return { url: urlOf(cluster, server.port, database) };
    }
    return (await describeProcess(pid)) === undefined ? { url: undefined } : undefined;
  });
  return answer.url;
}

/** False as long as the server cannot answer; the next poll asks again. */
async function answers(cluster: Cluster, port: number): Promise<boolean> {
  const client = new Client({
    connectionString: urlOf(cluster, port, 'postgres'),
    connectionTimeoutMillis: 5000,
  });
  // A connection broken between two queries is told by the second one; unheard, the event would end the process.
  client.on('error', () => undefined);
  try {
    await client.connect();
    const found = await client.query('select from pg_database where datname = $1', [database]);
    if (found.rowCount === 0) await client.query(`create database ${database}`);
    return true;
  } catch (error) {
    const code = errorCode(error);
    if (code === '28P01' || code === '28000') throw refused(cluster, error);
    return false;
  } finally {
    await client.end().catch(() => undefined);
  }
}

function urlOf(cluster: Cluster, port: number, name: string): string {
  return `postgresql://${cluster.user}:${encodeURIComponent(cluster.password)}@127.0.0.1:${port}/${name}`;
}

function refused(cluster: Cluster, cause: unknown): AppError {
  return new AppError(
    'database-unavailable',
    `The embedded PostgreSQL does not accept the password kept beside ${cluster.dataDir}. Restore that file, or set DATABASE_URL.`,
    { cause },
  );
}
