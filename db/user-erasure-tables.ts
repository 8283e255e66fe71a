import type { Generated } from 'kysely';
import type { Json, NullableTimestamp, Timestamp } from './column-types.ts';

export interface UserErasuresTable {
  id: string;
  tenant_id: string;
  /** Who is to be erased; null once it is COMPLETED. */
  user_id: string | null;
  status: 'PENDING' | 'DELETING' | 'COMPLETED';
  /** Ids of rows of the user, which lead to nobody once the user is taken out of them: see db/user-erasures.ts. */
  witnesses: Json;
  /** Jobs that it has marked for deletion. */
  jobs: Generated<number>;
  attempts: Generated<number>;
  next_attempt_at: Timestamp;
  requested_at: Timestamp;
  /** From then on nobody acts as this user, and no event is written in that name. */
  keys_revoked_at: NullableTimestamp;
  completed_at: NullableTimestamp;
}

/** What the jobs of a tenant's erased users have cost together. bigint: a string out of the driver. */
export interface ErasedCostsTable {
  tenant_id: string;
  cents: Generated<string>;
  pages: Generated<number>;
  jobs: Generated<number>;
}
