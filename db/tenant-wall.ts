import { Kysely, PostgresAdapter, PostgresDriver, PostgresIntrospector, PostgresQueryCompiler } from 'kysely';
import type { Pool } from 'pg';
import type { Db } from './client.ts';
import type { Database } from './schema.ts';
import { TenantDriver } from './tenant-driver.ts';
import { wallStands } from './wall-stands.ts';

/** How long a wall that is missing is believed to be: somebody may raise it while this process lives. */
const lookAgainMs = 60_000;

/** The second wall: handles on a pool whose every statement sees the rows of one tenant only. */
export class TenantWall {
  readonly #db: Db;
  readonly #driver: PostgresDriver;
  #stands = false;
  #lookedAt = -Infinity;

  constructor(db: Db, pool: Pool) {
    this.#db = db;
    this.#driver = new PostgresDriver({ pool });
  }

  /** The handle for what is done on behalf of a tenant. Where the wall is missing (`wallStands`), the bare one. */
  async dbOf(tenantId: string): Promise<Db> {
    if (!this.#stands && Date.now() - this.#lookedAt >= lookAgainMs) {
      this.#stands = await wallStands(this.#db);
      this.#lookedAt = Date.now();
    }
    return this.#stands ? this.#behindWall(tenantId) : this.#db;
  }

  #behindWall(tenantId: string): Db {
    return new Kysely<Database>({
      dialect: {
        createDriver: () => new TenantDriver(this.#driver, tenantId),
        createAdapter: () => new PostgresAdapter(),
        createQueryCompiler: () => new PostgresQueryCompiler(),
        createIntrospector: (db) => new PostgresIntrospector(db),
      },
    });
  }
}
