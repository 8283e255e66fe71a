import { Kysely, PostgresDialect, type Transaction } from 'kysely';
import { Pool } from 'pg';
import type { Database } from './schema.ts';

/** A handle that queries take first: the pool or a transaction of it. */
export type Db = Kysely<Database>;
export type Tx = Transaction<Database>;

export interface OpenDbOptions {
  url: string;
  /** Connections in the pool; 1 inside a function. */
  max: number;
  connectTimeoutMs: number;
  onError: (error: Error) => void;
}

/** Opens a pool and a handle on it; nothing connects until the first query. Destroying the handle ends the pool. */
export function openDb(options: OpenDbOptions): Db {
  return dbOn(openPool(options));
}

export function dbOn(pool: Pool): Db {
  return new Kysely<Database>({ dialect: new PostgresDialect({ pool }) });
}

export function openPool(options: OpenDbOptions): Pool {
  const pool = new Pool({
    connectionString: options.url,
    max: options.max,
    connectionTimeoutMillis: options.connectTimeoutMs,
    keepAlive: true,
    application_name: 'ledgerlift',
  });
  // An idle connection that drops would otherwise end the process.
  pool.on('error', options.onError);
  // So would one in use: the pool takes its own listener off a connection while a transaction holds it.
  pool.on('connect', (client) => client.on('error', options.onError));
  return pool;
}
