import { type Insertable, type Selectable, sql } from 'kysely';
import type { Db, Tx } from './client.ts';
import type { KeptAnswersTable } from './kept-answer-table.ts';
import type { UserOfTenant } from './user-erasures.ts';

export type KeptAnswerRow = Selectable<KeptAnswersTable>;

/** A key of one user, at one endpoint. */
export interface AnswerKey extends UserOfTenant {
  keySha256: Buffer;
}

/** How long an answer counts, by the database's clock. */
const kept = sql`interval '24 hours'`;

/** Holds a key until the transaction ends; false where another request holds it. Nobody waits. */
export async function tryKeyLock(tx: Tx, { tenantId, userId, keySha256 }: AnswerKey): Promise<boolean> {
  const name = JSON.stringify(['answer', tenantId, userId, keySha256.toString('hex')]);
  const { rows } = await sql<{ held: boolean }>`
    select pg_try_advisory_xact_lock(hashtextextended(${name}, 0)) as held`.execute(tx);
  return rows[0]?.held === true;
}

export async function findKeptAnswer(db: Db, key: AnswerKey): Promise<KeptAnswerRow | undefined> {
  return db
    .selectFrom('kept_answers')
    .selectAll()
    .where('tenant_id', '=', key.tenantId)
    .where('user_id', '=', key.userId)
    .where('key_sha256', '=', key.keySha256)
    .where('created_at', '>', sql<Date>`now() - ${kept}`)
    .executeTakeFirst();
}

/** Under the lock of the key, where no answer counts: one that is older than that gives way. */
export async function insertKeptAnswer(tx: Tx, row: Insertable<KeptAnswersTable>): Promise<void> {
  await tx
    .insertInto('kept_answers')
    .values(row)
    .onConflict((conflict) =>
      conflict.columns(['tenant_id', 'user_id', 'key_sha256']).doUpdateSet((eb) => ({
        body_sha256: eb.ref('excluded.body_sha256'),
        job_id: eb.ref('excluded.job_id'),
        status: eb.ref('excluded.status'),
        body: eb.ref('excluded.body'),
        created_at: eb.ref('excluded.created_at'),
      })),
    )
    .execute();
}

/**
 * Forgets what was answered about a job, but for its announcement (201): repeated, that has to find its job gone, and must
 * not make another one. It goes with the job's rows.
 */
export async function forgetAnswersAbout(tx: Db, jobId: string): Promise<void> {
  await tx.deleteFrom('kept_answers').where('job_id', '=', jobId).where('status', '<>', 201).execute();
}

/** Forgets what counts no more; answers how many. Bounded, as the sweep is; two sweeps never wait for one another. */
export async function forgetOldAnswers(db: Db, mostRows: number): Promise<number> {
  const { numAffectedRows = 0n } = await sql`
    delete from kept_answers where (tenant_id, user_id, key_sha256) in (
      select tenant_id, user_id, key_sha256 from kept_answers
       where created_at <= now() - ${kept} order by created_at limit ${mostRows} for update skip locked)`.execute(
    db,
  );
  return Number(numAffectedRows);
}
