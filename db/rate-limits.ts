import { sql } from 'kysely';
import type { Db } from './client.ts';

/** The count of a window with the request just counted in it, and the time until it ends. */
export interface CountedRequest {
  count: number;
  resetMs: number;
}

/**
 * Counts one request, in one statement: the row's lock puts concurrent ones into an order, and the database's clock alone
 * says when a window ends, so that processes whose clocks differ count in the same one. Without a prepared statement's
 * name, which two servers behind a pooler would not share.
 */
export async function countRequest(db: Db, id: Buffer, windowSeconds: number): Promise<CountedRequest> {
  const { rows } = await sql<CountedRequest>`
    insert into rate_limits as was (id, count, resets_at)
    values (${id}, 1, now() + make_interval(secs => ${windowSeconds}))
    on conflict (id) do update set
      count = case when was.resets_at <= now() then 1 else was.count + 1 end,
      resets_at = case when was.resets_at <= now() then excluded.resets_at else was.resets_at end
    returning count, (extract(epoch from resets_at - now()) * 1000)::float8 as "resetMs"`.execute(db);
  const [counted] = rows;
  if (counted === undefined) throw new Error('a statement that always returns a row returned none');
  return counted;
}

/** Forgets windows that are over; answers how many. */
export async function forgetEndedWindows(db: Db): Promise<number> {
  const result = await sql`delete from rate_limits where resets_at <= now()`.execute(db);
  return Number(result.numAffectedRows ?? 0);
}
