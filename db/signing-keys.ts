import type { Db } from './client.ts';

/** The key for a purpose; `made` is kept where there was none. Whoever comes first wins, so that all use one key. */
export async function keepSigningKey(db: Db, purpose: string, made: string): Promise<string> {
  await db
    .insertInto('signing_keys')
    .values({ purpose, private_key: made })
    .onConflict((conflict) => conflict.column('purpose').doNothing())
    .execute();
  const row = await db
    .selectFrom('signing_keys')
    .select('private_key')
    .where('purpose', '=', purpose)
    .executeTakeFirstOrThrow();
  return row.private_key;
}
