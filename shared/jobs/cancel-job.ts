import type { Tx } from '#db/client.ts';
import { settleCostRecord } from '#db/costs.ts';
import { findJobOfTenant, type JobRow, requestCancellation } from '#db/jobs.ts';
import { recordEvent } from '../audit/record-event.ts';
import type { UserCtx } from '../context.ts';
import { AppError } from '../errors.ts';
import { takeEffect } from '../idempotency/take-effect.ts';
import { recordEnd } from '../webhooks/record-end.ts';
import { ringWebhooks } from '../webhooks/ring-webhooks.ts';
import { endFacts } from './end-facts.ts';
import { type JobView, jobView } from './job-view.ts';
import { requireJob } from './require-job.ts';
import { ringJob } from './ring-job.ts';

/** The job as it stands now, and whether it has still to stop (202) or has ended (200). */
export interface Cancellation {
  job: JobView;
  stopping: boolean;
}

/**
 * Cancels a job in one statement: at once where it has not begun; where it is at work its workers hear it through the
 * database, and find it at their next checkpoint where they do not. A job that ended is answered unchanged. Throws
 * `wrong-state` for one being deleted and `deleted` for one that is gone.
 */
export async function cancelJob(ctx: UserCtx, jobId: string): Promise<Cancellation> {
  await requireCancellable(ctx, jobId);
  const changed = await takeEffect(
    ctx,
    async (tx) => cancelInState(tx, ctx, jobId),
    (row) => row && { jobId, outcome: cancellation(row) },
  );
  const job = changed ?? (await requireCancellable(ctx, jobId));
  const stopping = isStopping(job);
  // Where no worker has a task of it in hand, this doorbell brings one that ends it.
  if (changed !== undefined && stopping) await ringJob(ctx, job);
  if (changed !== undefined && !stopping) await ringWebhooks(ctx);
  return cancellation(job);
}

function cancellation(job: JobRow): Cancellation {
  return { job: jobView(job), stopping: isStopping(job) };
}

function isStopping({ status }: JobRow): boolean {
  return status === 'PROCESSING';
}

async function requireCancellable(ctx: UserCtx, jobId: string): Promise<JobRow> {
  try {
    return await requireJob(ctx, jobId);
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'deleted') throw error;
    const going = await findJobOfTenant(ctx.db, { tenantId: ctx.actor.tenantId, jobId });
    if (going === undefined) throw error;
    const detail = 'This job is being deleted, which ends its work too; GET …/delete shows how far that is.';
    throw new AppError('wrong-state', detail, { cause: error });
  }
}

async function cancelInState(tx: Tx, ctx: UserCtx, jobId: string): Promise<JobRow | undefined> {
  const job = await requestCancellation(tx, jobId);
  if (job === undefined) return undefined;
  if (job.status === 'PROCESSING') {
    await recordEvent(tx, ctx, { job, type: 'CANCEL_REQUESTED' });
    return job;
  }
  await settleCostRecord(tx, job.id);
  await recordEvent(tx, ctx, { job, type: 'CANCELLED', metadata: endFacts(job) });
  await recordEnd(tx, ctx, job);
  return job;
}
