import { Kysely, PostgresDialect } from 'kysely';
import { Pool, type PoolClient } from 'pg';
import type { Database } from '#db/schema.ts';
import type { Ctx } from '#shared/context.ts';
import type { Queues } from '#shared/queue/queues.ts';
import type { DeleteFailure, ObjectStore, StoredObject } from '#shared/store/object-store.ts';
import { storeWith } from './store-with.ts';

export interface MortalCtx {
  ctx: Ctx;
  /** Whether it came to its end; what was asked of it afterwards was not done. */
  isDead(): boolean;
  /** Ends its connections as the system does with those of a killed process. */
  close(): Promise<void>;
}

/**
 * A context that is killed right after its n-th step, as a process is: the step's effect is there, its answer is not, and
 * nothing follows. A step is a statement, a listing, the removal of one object, or something asked of a queue; the order is that of the caller.
 */
export function mortalCtx(ctx: Ctx, steps: number): MortalCtx {
  const life = new Life(steps);
  const pool = new Pool({ connectionString: ctx.config.DATABASE_URL, max: 2 });
  pool.on('error', () => {});
  const connect = async () => mortalClient(await pool.connect(), life);
  const dialect = new PostgresDialect({ pool: { options: {}, connect, end: async () => pool.end() } });
  return {
    ctx: {
      ...ctx,
      db: new Kysely<Database>({ dialect }),
      store: mortalStore(ctx.store, life),
      queues: mortalQueues(ctx.queues, life),
    },
    isDead: () => life.left === 0,
    close: async () => pool.end(),
  };
}

class Life {
  left: number;

  constructor(steps: number) {
    this.left = steps;
  }

  async step<T>(work: () => Promise<T>): Promise<T> {
    this.#requireAlive();
    const outcome = await work();
    this.left -= 1;
    this.#requireAlive();
    return outcome;
  }

  #requireAlive(): void {
    if (this.left === 0) throw new Error('killed');
  }
}

function mortalClient(client: PoolClient, life: Life): PoolClient {
  return new Proxy(client, {
    get: (target, name) => {
      if (name === 'query')
        return async (text: string, values: unknown[]) => life.step(async () => target.query(text, values));
      // A connection of the dead is closed, and the server rolls back what was open on it.
      if (name === 'release') return () => target.release(life.left === 0);
      const member: unknown = Reflect.get(target, name);
      return typeof member === 'function' ? member.bind(target) : member;
    },
  });
}

function mortalQueues(queues: Queues, life: Life): Queues {
  return {
    ...queues,
    atWork: async (...asked) => life.step(async () => queues.atWork(...asked)),
    waiting: async (...asked) => life.step(async () => queues.waiting(...asked)),
    withdraw: async (queue, ids) => {
      for (const id of ids) await life.step(async () => queues.withdraw(queue, [id]));
    },
  };
}

function mortalStore(store: ObjectStore, life: Life): ObjectStore {
  return storeWith(store, {
    async *list(prefix) {
      const found: StoredObject[] = [];
      await life.step(async () => {
        for await (const object of store.list(prefix)) found.push(object);
      });
      yield* found;
    },
    delete: async (objects) => {
      const failures: DeleteFailure[] = [];
      for (const object of objects) failures.push(...(await life.step(async () => store.delete([object]))));
      return failures;
    },
  });
}
