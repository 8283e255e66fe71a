import { findKeptAnswer, type KeptAnswerRow } from '#db/kept-answers.ts';
import type { UserCtx } from '../context.ts';
import { AppError } from '../errors.ts';

/**
 * What was answered to this request before, within a day. Throws `idempotency-key-reused` where the key came with another
 * body.
 */
export async function findAnswer({ db, actor, keyed }: UserCtx): Promise<KeptAnswerRow | undefined> {
  if (keyed === undefined) return undefined;
  const { tenantId, userId } = actor;
  const row = await findKeptAnswer(db, { tenantId, userId, keySha256: keyed.keySha256 });
  if (row === undefined || row.body_sha256.equals(keyed.bodySha256)) return row;
  throw new AppError(
    'idempotency-key-reused',
    'This Idempotency-Key came with another body before. Repeat that request as it was, or give a new request a new key.',
  );
}
