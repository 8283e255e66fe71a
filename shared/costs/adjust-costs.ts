import type { Tx } from '#db/client.ts';
import { type Divergence, findDivergences, insertAdjustment, repairDivergence } from '#db/divergences.ts';
import { findNewestJobOfUser, type JobRow, lockJob } from '#db/jobs.ts';
import { v7 as uuidv7 } from 'uuid';
import { recordEvent } from '../audit/record-event.ts';
import type { Ctx } from '../context.ts';

/** Three reconciliations: what one of them misses, the next one sees. `ledgerlift doctor` looks at everything. */
const recentMinutes = 15;

/**
 * Looks whether the ledger of recent jobs and their users adds up. What diverges is written down with both figures, told
 * in the trail and the log, and set right where the bounds allow it: never in silence. Answers how many there were.
 */
export async function adjustCosts(ctx: Ctx): Promise<number> {
  const found = await findDivergences(ctx.db, { recentMinutes });
  let adjusted = 0;
  for (const divergence of dueNow(found)) {
    const told = await ctx.db.transaction().execute(async (tx) => adjust(tx, ctx, divergence));
    if (told) adjusted += 1;
  }
  return adjusted;
}

/**
 * A user's sums follow the jobs': they are looked at when those are right. A job of another user, which may be beyond
 * repair, does not hold them up.
 */
function dueNow(found: readonly Divergence[]): Divergence[] {
  const userOf = ({ tenantId, userId }: Divergence): string => JSON.stringify([tenantId, userId]);
  const waiting = new Set(found.filter(({ jobId }) => jobId !== null).map(userOf));
  return found.filter((each) => each.jobId !== null || !waiting.has(userOf(each)));
}

async function adjust(tx: Tx, ctx: Ctx, divergence: Divergence): Promise<boolean> {
  // Before the sums, as everybody who takes both. Held: an event that came after its erasure would bring the user back.
  const job = await lockJobOf(tx, divergence);
  if (job === undefined && divergence.jobId !== null) return false;
  const repaired = await repairDivergence(tx, divergence);
  // What has moved since it was found may be right by now: the next look tells.
  if (!repaired && !(await isStillThere(tx, divergence))) return false;
  if (!(await insertAdjustment(tx, { ...divergence, id: uuidv7(), repaired }))) return false;
  ctx.log.error({ ...divergence, repaired }, 'the ledger did not add up');
  // Where every job of a user is erased there is no trail left to tell it in: the adjustment stands for itself.
  if (job === undefined) return true;
  const { invariant, foundCents, expectedCents } = divergence;
  const metadata = { invariant, foundCents, expectedCents, repaired };
  await recordEvent(tx, ctx, { job, type: 'COST_DIVERGENCE', metadata });
  return true;
}

async function lockJobOf(tx: Tx, divergence: Divergence): Promise<JobRow | undefined> {
  const jobId = divergence.jobId ?? (await findNewestJobOfUser(tx, divergence))?.id;
  return jobId === undefined ? undefined : lockJob(tx, jobId);
}

async function isStillThere(tx: Tx, { invariant, jobId, ...of }: Divergence): Promise<boolean> {
  const now = await findDivergences(tx, { recentMinutes });
  return now.some(
    (each) =>
      each.invariant === invariant &&
      each.jobId === jobId &&
      each.userId === of.userId &&
      each.foundCents === of.foundCents &&
      each.expectedCents === of.expectedCents,
  );
}
