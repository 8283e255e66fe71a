import { sql } from 'kysely';
import type { Services } from '../context.ts';

export interface Health {
  status: 'ok' | 'unavailable';
  database: 'ok' | 'unavailable';
}

/** Whether the parts that a request cannot do without answer. */
export async function checkHealth(services: Services): Promise<Health> {
  try {
    await sql`select 1`.execute(services.db);
    return { status: 'ok', database: 'ok' };
  } catch (error) {
    services.log.error({ err: error }, 'the database does not answer');
    return { status: 'unavailable', database: 'unavailable' };
  }
}
