import type { PostgresConnectionOptions } from 'bullmq';
import type { Pool, PoolClient, QueryResult } from 'pg';

/** BullMQ's statements name its tables and functions without their schema, and leave a pool's search path to us. */
const searchPath = 'public, bullmq';

/**
 * The pool as BullMQ sees it. The search path is set by statements: as an option of the connection's start, poolers
 * (PgBouncer, Neon) refuse it. A producer sets it for each transaction, which holds behind a pooler as well, where two
 * statements may meet two servers; a consumer has a direct connection, for LISTEN, and sets it once.
 */
export function poolForBull(pool: Pool, role: 'producer' | 'consumer'): PostgresConnectionOptions {
  // oxlint-disable-next-line typescript/no-misused-promises -- pg-pool waits for it, only its types do not say so
  if (role === 'consumer') pool.options.onConnect = setSearchPath;
  const view = {
    options: { keepAlive: true },
    connect: async () => pool.connect(),
    query: async (text: string, values?: unknown[]) =>
      role === 'consumer' ? pool.query(text, values) : queryInTransaction(pool, text, values),
    // The pool belongs to its backend, which reports its errors; each queue would leave a listener on it for good.
    end: async () => {},
    on: () => view,
    removeAllListeners: () => view,
  };
  return view;
}

async function setSearchPath(client: Pick<PoolClient, 'query'>): Promise<void> {
  await client.query(`set search_path to ${searchPath}`);
}

async function queryInTransaction(pool: Pool, text: string, values?: unknown[]): Promise<QueryResult> {
  const client = await pool.connect();
  try {
    await client.query(`begin; set local search_path to ${searchPath}`);
    const result = await client.query(text, values);
    await client.query('commit');
    client.release();
    return result;
  } catch (error) {
    // Nobody knows in which state the connection is: it is not used again.
    client.release(true);
    throw error;
  }
}
