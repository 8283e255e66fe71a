import { takeGrownChains } from '#db/audit-chain.ts';
import type { Services } from '../context.ts';
import { signCheckpoint } from './checkpoint.ts';
import { signingKey } from './signing-key.ts';

/**
 * Puts a signed checkpoint of every chain that has grown into the log, which lies elsewhere than the database: a trail
 * is held to it also where no auditor ever asked. Answers how many.
 */
export async function logCheckpoints({
  config,
  db,
  log,
}: Pick<Services, 'config' | 'db' | 'log'>): Promise<number> {
  if (!config.FEATURES_T3_AUDIT) return 0;
  // Marked as logged only once it is: what fails in between is logged the next time.
  return db.transaction().execute(async (tx) => {
    const chains = await takeGrownChains(tx);
    if (chains.length === 0) return 0;
    const key = await signingKey({ config, db: tx });
    for (const chain of chains) {
      const head = { tenantId: chain.tenant_id, seq: Number(chain.seq), hash: chain.hash };
      log.info({ checkpoint: signCheckpoint(head, key) }, 'audit checkpoint');
    }
    return chains.length;
  });
}
