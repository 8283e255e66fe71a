import type { Tx } from '#db/client.ts';
import type { UserCtx } from '../context.ts';
import { claimKey } from './claim-key.ts';
import { keepAnswer, type Outcome } from './keep-answer.ts';

/**
 * The transaction in which a verb takes effect. Where the request came with an Idempotency-Key, its answer is kept in the
 * same transaction: neither is there without the other. `work` holds the job's row when it ends; `outcomeOf` is what the
 * verb is going to answer, undefined where it had no effect. Throws what `work` throws, and `request-in-flight` where
 * the key is at work or its answer there: the edge looks for it.
 */
export async function takeEffect<T>(
  ctx: UserCtx,
  work: (tx: Tx) => Promise<T>,
  outcomeOf: (done: T) => Outcome | undefined,
): Promise<T> {
  return ctx.db.transaction().execute(async (tx) => {
    await claimKey(tx, ctx);
    const done = await work(tx);
    const outcome = outcomeOf(done);
    if (outcome !== undefined) await keepAnswer(tx, ctx, outcome);
    return done;
  });
}
