import type { Tx } from '#db/client.ts';
import { type Divergence, findDivergences, insertAdjustment, repairDivergence } from '#db/divergences.ts';
import { type JobRow, lockJob } from '#db/jobs.ts';
import { v7 as uuidv7 } from 'uuid';
import { recordEvent } from '../audit/record-event.ts';
import { recordTenantEvent } from '../audit/record-tenant-event.ts';
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
  // Before the sums, as everybody who takes both. Held: what comes after its erasure would bring the job back.
  const job = divergence.jobId === null ? null : await lockJob(tx, divergence.jobId);
  if (job === undefined) return false;
  const repaired = await repairDivergence(tx, divergence);
  // What has moved since it was found may be right by now: the next look tells.
  if (!repaired && !(await isStillThere(tx, divergence))) return false;
  const adjustment = { ...divergence, id: uuidv7(), repaired };
  if (!(await insertAdjustment(tx, adjustment))) return false;
  await tell(tx, ctx, { adjustment, job });
  return true;
}

interface Told {
  adjustment: Divergence & { id: string; repaired: boolean };
  job: JobRow | null;
}

/**
 * A user's sums are told of in the tenant's trail, not in that of one of the jobs: with its figures an erased job could be
 * found to be that user's (docs/decisions/0010).
 */
async function tell(tx: Tx, ctx: Ctx, { adjustment, job }: Told): Promise<void> {
  const { id, tenantId, jobId, invariant, foundCents, expectedCents, repaired } = adjustment;
  const metadata = { invariant, foundCents, expectedCents, repaired };
  ctx.log.error({ adjustmentId: id, jobId, ...metadata }, 'the ledger did not add up');
  if (job === null) await recordTenantEvent(tx, ctx, { tenantId, type: 'COST_DIVERGENCE', metadata });
  else await recordEvent(tx, ctx, { job, type: 'COST_DIVERGENCE', metadata });
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
