import {
  CompiledQuery,
  type DatabaseConnection,
  type Driver,
  type PostgresDriver,
  type QueryResult,
  type TransactionSettings,
} from 'kysely';
import { escapeLiteral } from 'pg';

/**
 * Takes on the role of tenants for each transaction, and puts a single statement into one of its own. All of it is
 * LOCAL: it ends with the transaction whatever happens, so that it holds behind poolers that share connections, and
 * leaves nothing on one that goes back to the pool. Beginning and taking on the role are one message to the server.
 */
export class TenantDriver implements Driver {
  readonly #inner: PostgresDriver;
  readonly #takeOn: string;

  constructor(inner: PostgresDriver, tenantId: string) {
    this.#inner = inner;
    this.#takeOn = `set local role ledgerlift_tenant; set local app.tenant = ${escapeLiteral(tenantId)}`;
  }

  async init(): Promise<void> {
    await this.#inner.init();
  }

  async acquireConnection(): Promise<TenantConnection> {
    // Kysely's driver gives the class that it wants back under the name of the interface.
    const inner = (await this.#inner.acquireConnection()) as PostgresConnection;
    return new TenantConnection(this, inner);
  }

  async beginTransaction(connection: TenantConnection, settings: TransactionSettings = {}): Promise<void> {
    const { isolationLevel, accessMode } = settings;
    const plain = isolationLevel === undefined && accessMode === undefined;
    if (!plain) await this.#inner.beginTransaction(connection.inner, settings);
    try {
      const text = plain ? `begin; ${this.#takeOn}` : this.#takeOn;
      await connection.inner.executeQuery(CompiledQuery.raw(text));
    } catch (error) {
      await this.#inner.rollbackTransaction(connection.inner).catch(() => {});
      throw error;
    }
    connection.inTransaction = true;
  }

  async commitTransaction(connection: TenantConnection): Promise<void> {
    connection.inTransaction = false;
    await this.#inner.commitTransaction(connection.inner);
  }

  async rollbackTransaction(connection: TenantConnection): Promise<void> {
    connection.inTransaction = false;
    await this.#inner.rollbackTransaction(connection.inner);
  }

  async releaseConnection(connection: TenantConnection): Promise<void> {
    await this.#inner.releaseConnection(connection.inner);
  }

  /** The pool belongs to whoever opened it. */
  async destroy(): Promise<void> {}
}

type PostgresConnection = Parameters<PostgresDriver['releaseConnection']>[0];

class TenantConnection implements DatabaseConnection {
  readonly #driver: TenantDriver;
  readonly inner: PostgresConnection;
  inTransaction = false;

  constructor(driver: TenantDriver, inner: PostgresConnection) {
    this.#driver = driver;
    this.inner = inner;
  }

  async executeQuery<R>(query: CompiledQuery): Promise<QueryResult<R>> {
    if (this.inTransaction) return this.inner.executeQuery<R>(query);
    await this.#driver.beginTransaction(this);
    try {
      const result = await this.inner.executeQuery<R>(query);
      await this.#driver.commitTransaction(this);
      return result;
    } catch (error) {
      // Had the commit failed, there is nothing left to roll back, and saying so once more does no harm.
      await this.#driver.rollbackTransaction(this).catch(() => {});
      throw error;
    }
  }

  /** No query of ours streams. */
  streamQuery<R>(): AsyncIterableIterator<QueryResult<R>> {
    throw new Error('Behind the wall of a tenant nothing is streamed.');
  }
}
