import type { AuditRow } from '#db/audit.ts';
import {
  beginChain,
  listUnsealedTenants,
  lockChain,
  type Seal,
  takeUnsealed,
  writeSeals,
} from '#db/audit-chain.ts';
import type { Tx } from '#db/client.ts';
import type { Services } from '../context.ts';
import { publicPart } from './event-view.ts';
import { rowHash } from './row-hash.ts';

/** Rows sealed in one transaction: few enough that the head is not held for long. */
const batchRows = 500;

/** Rows of a tenant sealed at one go: a trail that waits as a whole must not outlive a function, nor hold up others. */
const rowsAtOnce = 20_000;

/** Seals what every tenant has written since the last time; answers how many rows. Nothing while FEATURES_T3_AUDIT is off. */
export async function sealTrail(services: Pick<Services, 'config' | 'db'>): Promise<number> {
  if (!services.config.FEATURES_T3_AUDIT) return 0;
  let sealed = 0;
  for (const tenantId of await listUnsealedTenants(services.db))
    sealed += await sealTenant(services, tenantId);
  return sealed;
}

/**
 * Seals the rows of a tenant into its chain, a batch at a time. Rows are written with what they record and sealed
 * afterwards, so that the head's lock never slows a page; a tenant that another process is sealing is left to it, and
 * what is beyond `mostRows` to the next time.
 */
export async function sealTenant(
  { db }: Pick<Services, 'db'>,
  tenantId: string,
  mostRows = rowsAtOnce,
): Promise<number> {
  await beginChain(db, tenantId);
  for (let sealed = 0; ;) {
    const batch = await db.transaction().execute(async (tx) => sealBatch(tx, tenantId));
    sealed += batch;
    if (batch < batchRows || sealed >= mostRows) return sealed;
  }
}

async function sealBatch(tx: Tx, tenantId: string): Promise<number> {
  const head = await lockChain(tx, tenantId);
  if (head === undefined) return 0;
  const rows = await takeUnsealed(tx, tenantId, batchRows);
  await writeSeals(tx, tenantId, sealRows(head, rows));
  return rows.length;
}

/** The seals of rows that follow a head. */
function sealRows(head: { seq: string; hash: Uint8Array }, rows: readonly AuditRow[]): Seal[] {
  let previous = head.hash;
  return rows.map((row, index) => {
    const seq = Number(head.seq) + index + 1;
    const hash = rowHash(previous, publicPart(row, seq), row.commitment);
    previous = hash;
    return { id: row.id, seq, hash };
  });
}
