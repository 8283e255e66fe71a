import { type Selectable, sql } from 'kysely';
import type { AuditRow } from './audit.ts';
import type { Db, Tx } from './client.ts';
import type { AuditChainsTable } from './schema.ts';

export type ChainRow = Selectable<AuditChainsTable>;

/** Before the first row of a chain. */
export const chainStart = Buffer.alloc(32);

/** Tenants with rows that wait to be sealed. Jumps from tenant to tenant in the index: a long trail is not read. */
export async function listUnsealedTenants(db: Db): Promise<string[]> {
  const { rows } = await sql<{ tenant_id: string }>`
    with recursive found as (
      (select tenant_id from audit_events where seq is null order by tenant_id limit 1)
      union all
      select (select tenant_id from audit_events
               where seq is null and tenant_id > found.tenant_id order by tenant_id limit 1)
        from found where found.tenant_id is not null
    )
    select tenant_id from found where tenant_id is not null limit 1000`.execute(db);
  return rows.map((row) => row.tenant_id);
}

/** Begins a chain where there is none. Not within a longer transaction: others would wait for its end. */
export async function beginChain(db: Db, tenantId: string): Promise<void> {
  await db
    .insertInto('audit_chains')
    .values({ tenant_id: tenantId, hash: chainStart })
    .onConflict((conflict) => conflict.column('tenant_id').doNothing())
    .execute();
}

/** The head of a chain, held until the transaction ends; undefined where another writer holds it. */
export async function lockChain(tx: Tx, tenantId: string): Promise<ChainRow | undefined> {
  return tx
    .selectFrom('audit_chains')
    .selectAll()
    .where('tenant_id', '=', tenantId)
    .forUpdate()
    .skipLocked()
    .executeTakeFirst();
}

export async function findChain(db: Db, tenantId: string): Promise<ChainRow | undefined> {
  return db.selectFrom('audit_chains').selectAll().where('tenant_id', '=', tenantId).executeTakeFirst();
}

/** Rows to be sealed, oldest first. One that is being erased is left for the next time: waiting for it could deadlock. */
export async function takeUnsealed(tx: Tx, tenantId: string, limit: number): Promise<AuditRow[]> {
  return tx
    .selectFrom('audit_events')
    .selectAll()
    .where('tenant_id', '=', tenantId)
    .where('seq', 'is', null)
    .orderBy('created_at')
    .orderBy('id')
    .limit(limit)
    .forUpdate()
    .skipLocked()
    .execute();
}

export interface Seal {
  id: string;
  seq: number;
  hash: Buffer;
}

/** Writes the seals of a batch and moves the head to the last of them. */
export async function writeSeals(tx: Tx, tenantId: string, seals: readonly Seal[]): Promise<void> {
  const last = seals.at(-1);
  if (last === undefined) return;
  await sql`
    update audit_events event set seq = seal.seq, hash = seal.hash
      from unnest(${seals.map((seal) => seal.id)}::uuid[], ${seals.map((seal) => seal.seq)}::bigint[],
                  ${seals.map((seal) => seal.hash)}::bytea[]) as seal (id, seq, hash)
     where event.id = seal.id`.execute(tx);
  await sql`update audit_chains set seq = ${last.seq}, hash = ${last.hash} where tenant_id = ${tenantId}`.execute(
    tx,
  );
}

/** The sealed rows of a tenant in the order of the chain, after a place of it. */
export async function listChain(
  db: Db,
  page: { tenantId: string; after: number; limit: number },
): Promise<AuditRow[]> {
  return db
    .selectFrom('audit_events')
    .selectAll()
    .where('tenant_id', '=', page.tenantId)
    .where('seq', '>', String(page.after))
    .orderBy('seq')
    .limit(page.limit)
    .execute();
}

/** Chains that have grown since their last checkpoint in the log. Bounded, as every sweep. */
export async function takeGrownChains(db: Db): Promise<ChainRow[]> {
  const { rows } = await sql<ChainRow>`
    update audit_chains set checkpoint_seq = seq
     where tenant_id in (select tenant_id from audit_chains where seq > checkpoint_seq limit 100 for update skip locked)
    returning *`.execute(db);
  return rows;
}
