import type { Tx } from '#db/client.ts';
import { findKeptAnswer, tryKeyLock } from '#db/kept-answers.ts';
import type { UserCtx } from '../context.ts';
import { AppError } from '../errors.ts';

/**
 * Holds the key of a request until the transaction ends: by a lock, not by a row, so that a crash leaves nothing that
 * says "in flight" for ever. Throws `request-in-flight` where another one holds it, or has been answered since it was
 * looked for. Does nothing for a request without a key.
 */
export async function claimKey(tx: Tx, { actor, keyed }: UserCtx): Promise<void> {
  if (keyed === undefined) return;
  const { tenantId, userId } = actor;
  const key = { tenantId, userId, keySha256: keyed.keySha256 };
  if ((await tryKeyLock(tx, key)) && (await findKeptAnswer(tx, key)) === undefined) return;
  throw new AppError(
    'request-in-flight',
    'A request with this Idempotency-Key is under way: send it again in a moment, with the same key.',
  );
}
