import { countRequest } from '#db/rate-limits.ts';
import type { Db } from '#db/client.ts';
import type { LimitStore } from './limit-store.ts';

/** On the system's own database: where that is away no request can be answered, so that its failure is the request's. */
export function postgresLimits(db: Db): LimitStore {
  return {
    count: async (subject, windowSeconds) => countRequest(db, subject, windowSeconds),
    uncounted: () => 0,
    close: async () => {},
  };
}
