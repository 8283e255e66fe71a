import { changeStatus } from '#db/jobs.ts';
import { recordEvent } from '../audit/record-event.ts';
import type { UserCtx } from '../context.ts';
import { refuseDear } from '../costs/refuse-dear.ts';
import { takeEffect } from '../idempotency/take-effect.ts';
import { checkUpload } from './check-upload.ts';
import { type JobView, jobView } from './job-view.ts';
import { requireJob } from './require-job.ts';
import { ringJob } from './ring-job.ts';

/**
 * Checks what was uploaded and queues the job; a job that was started before is answered as it is. Throws
 * `upload-mismatch` (the object is removed), `not-a-pdf`, and where a quote is known already `job-cost-cap` or `user-budget`.
 */
export async function startJob(ctx: UserCtx, jobId: string): Promise<JobView> {
  const job = await requireJob(ctx, jobId);
  if (job.status !== 'AWAITING_UPLOAD') return jobView(job);
  await checkUpload(ctx, job);
  await refuseDear(ctx, job);
  const queued = await takeEffect(
    ctx,
    async (tx) => {
      const changed = await changeStatus(tx, { jobId, from: ['AWAITING_UPLOAD'], to: 'QUEUED' });
      if (changed !== undefined) await recordEvent(tx, ctx, { job: changed, type: 'ENQUEUED' });
      return changed;
    },
    (changed) => changed && { jobId, outcome: jobView(changed) },
  );
  if (queued === undefined) return jobView(await requireJob(ctx, jobId));
  await ringJob(ctx, queued);
  return jobView(queued);
}
