import { sql } from 'kysely';
import type { Services } from '../context.ts';

export interface Health {
  status: PartHealth;
  database: PartHealth;
  store: PartHealth;
}

type PartHealth = 'ok' | 'unavailable';

/** Every key of ours begins with `jobs/`, so that there is never such an object. */
const noKey = 'health/none';

/**
 * Whether the parts that a request cannot do without answer, each within its own time limits. The queue is not among
 * them on purpose: without it a request still succeeds, because the row is stored and the sweep rings again.
 */
export async function checkHealth(services: Services): Promise<Health> {
  const [database, store] = await Promise.all([
    healthOf(services, 'database', sql`select 1`.execute(services.db)),
    // Not `head`, whose answer cannot tell a missing bucket from a missing object.
    healthOf(services, 'object store', services.store.get(noKey)),
  ]);
  const status = database === 'ok' && store === 'ok' ? 'ok' : 'unavailable';
  return { status, database, store };
}

async function healthOf({ log }: Services, part: string, answer: Promise<unknown>): Promise<PartHealth> {
  try {
    await answer;
    return 'ok';
  } catch (error) {
    log.error({ err: error }, `the ${part} does not answer`);
    return 'unavailable';
  }
}
