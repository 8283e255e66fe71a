import type { ColumnType } from 'kysely';
import type { Timestamp } from './column-types.ts';

/** Who has called how often; see migration 0018. */
export interface RateLimitsTable {
  id: Buffer;
  count: ColumnType<number, number, number>;
  resets_at: Timestamp;
}
