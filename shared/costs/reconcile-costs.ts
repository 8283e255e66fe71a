import { listUnsettledJobs, settleCostRecord } from '#db/costs.ts';
import { listSilentExports } from '#db/exports.ts';
import { takeSilentJobs } from '#db/jobs.ts';
import type { Ctx } from '../context.ts';
import { ringExport } from '../exports/ring-export.ts';
import { ringJob } from '../jobs/ring-job.ts';

/** As the seed has it: a record is looked at again five minutes after it was opened. */
const settleAfterMinutes = 5;

/** A job or an export that is waiting and has not been touched for this long may have lost its doorbell. */
const ringAfterSeconds = 60;

export interface Reconciliation {
  settled: number;
  rung: number;
}

/**
 * Settles open cost records of jobs that ended, and rings again for work that has gone silent. A task that is still
 * there is one with the new one; a job that was opened before only hands out again the pages that are missing.
 */
export async function reconcileCosts(ctx: Ctx): Promise<Reconciliation> {
  const unsettled = await listUnsettledJobs(ctx.db, settleAfterMinutes);
  for (const job of unsettled) await settleCostRecord(ctx.db, job.id);
  const silent = await takeSilentJobs(ctx.db, ringAfterSeconds);
  for (const job of silent) await ringJob(ctx, job);
  const exports = await listSilentExports(ctx.db, ringAfterSeconds);
  for (const row of exports) await ringExport(ctx, row);
  return { settled: unsettled.length, rung: silent.length + exports.length };
}
