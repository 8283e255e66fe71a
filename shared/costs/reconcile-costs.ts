import type { Tx } from '#db/client.ts';
import { settleEndedJobs } from '#db/costs.ts';
import { tryReconciliationLock } from '#db/divergences.ts';
import { takeSilentExports } from '#db/exports.ts';
import { type JobRow, takeSilentJobs } from '#db/jobs.ts';
import type { Ctx } from '../context.ts';
import { AppError } from '../errors.ts';
import { ringExport } from '../exports/ring-export.ts';
import { endJob } from '../jobs/end-job.ts';
import { ringJob } from '../jobs/ring-job.ts';
import { ringWebhooks } from '../webhooks/ring-webhooks.ts';
import { adjustCosts } from './adjust-costs.ts';

/** As the seed has it: a record is looked at again five minutes after it was opened. */
const settleAfterMinutes = 5;

/** A job or an export that is waiting and has not been touched for this long may have lost its doorbell. */
const ringAfterSeconds = 60;

/** A job at work for which this was rung in vain, with nothing else waiting, is dead. */
const mostRings = 3;

export interface Reconciliation {
  settled: number;
  rung: number;
  failed: number;
  adjusted: number;
}

/**
 * Settles open cost records of jobs that ended, rings again for work that has gone silent, ends what nothing helps, and
 * looks whether the ledger still adds up. One at a time: a second one answers that it did nothing. A task that is still
 * there is one with the new one; a job that was opened before only hands out again the pages that are missing.
 */
export async function reconcileCosts(ctx: Ctx): Promise<Reconciliation> {
  const idle = await isIdle(ctx);
  const found = await ctx.db.transaction().execute(async (tx) => {
    if (!(await tryReconciliationLock(tx))) return null;
    const settled = await settleEndedJobs(tx, settleAfterMinutes);
    const silent = await takeSilentJobs(tx, { seconds: ringAfterSeconds, idle });
    const dead = silent.filter((job) => job.rings > mostRings);
    for (const job of dead) await endDead(tx, ctx, job);
    return { settled, dead, alive: silent.filter((job) => job.rings <= mostRings) };
  });
  if (found === null) return { settled: 0, rung: 0, failed: 0, adjusted: 0 };
  for (const job of found.alive) await ringJob(ctx, job);
  if (found.dead.length > 0) await ringWebhooks(ctx);
  const exports = await takeSilentExports(ctx.db, ringAfterSeconds);
  for (const row of exports) await ringExport(ctx, row);
  const rung = found.alive.length + exports.length;
  return { settled: found.settled, rung, failed: found.dead.length, adjusted: await adjustCosts(ctx) };
}

/**
 * Whether nothing waits for a worker. While something does, a silent job may just be behind it, or there is no worker:
 * no reason to give it up. A queue that does not answer says nothing.
 */
async function isIdle({ queues, log }: Ctx): Promise<boolean> {
  try {
    const waiting = await Promise.all([
      queues.waiting('open'),
      queues.waiting('page'),
      queues.waiting('assemble'),
    ]);
    return waiting.every((tasks) => tasks === 0);
  } catch (error) {
    log.warn({ err: error }, 'the queue does not answer');
    return false;
  }
}

async function endDead(tx: Tx, ctx: Ctx, job: JobRow): Promise<void> {
  const detail = `Workers were called ${mostRings} times and the job did not move. POST …/retry starts it again; pages that were read stay.`;
  const error = new AppError('job-stalled', detail);
  await endJob(tx, ctx, {
    jobId: job.id,
    from: ['PROCESSING'],
    to: 'FAILED',
    event: 'ERROR',
    error: { code: error.code, detail },
    metadata: { code: error.code },
  });
}
