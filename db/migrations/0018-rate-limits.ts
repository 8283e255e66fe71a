import { type Kysely, sql } from 'kysely';

/**
 * How often somebody has called in the minute that runs. Not logged (UNLOGGED): a counter is worth less than the write it
 * would cost, a crash of the server begins them anew, and no replica and no base backup gets them. `id` is a hash, and the
 * row goes a minute after its window. Pages are kept half empty, so that counting moves no index entry.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create unlogged table rate_limits (
      id bytea primary key,
      count integer not null,
      resets_at timestamptz not null
    ) with (fillfactor = 50)`.execute(db);
}
