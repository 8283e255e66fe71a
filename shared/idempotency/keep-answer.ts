import type { Tx } from '#db/client.ts';
import { insertKeptAnswer } from '#db/kept-answers.ts';
import type { UserCtx } from '../context.ts';

/** What a verb is going to answer, and of which job it is. */
export interface Outcome {
  jobId: string;
  outcome: object;
}

/** Keeps the answer to a request with a key that is claimed in this transaction; without a key, nothing. */
export async function keepAnswer(
  tx: Tx,
  { actor, keyed }: UserCtx,
  { jobId, outcome }: Outcome,
): Promise<void> {
  if (keyed === undefined) return;
  const { status, body } = await keyed.answerOf(outcome);
  await insertKeptAnswer(tx, {
    tenant_id: actor.tenantId,
    user_id: actor.userId,
    key_sha256: keyed.keySha256,
    body_sha256: keyed.bodySha256,
    job_id: jobId,
    status,
    body,
  });
  keyed.kept = true;
}
