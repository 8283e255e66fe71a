import { changeStatus, type JobRow } from '#db/jobs.ts';
import { recordEvent } from '../audit/record-event.ts';
import type { UserCtx } from '../context.ts';
import { AppError } from '../errors.ts';
import { type JobView, jobView } from './job-view.ts';
import { requireJob } from './require-job.ts';
import { ringJob } from './ring-job.ts';

/** A PDF's mark may stand anywhere in its first 1024 bytes (ISO 32000-2, annex on acceptance by readers). */
const magicWindowBytes = 1024;

/**
 * Checks what was uploaded and queues the job; a job that was started before is answered as it is. Throws
 * `upload-mismatch` (the object is removed) or `not-a-pdf`.
 */
export async function startJob(ctx: UserCtx, jobId: string): Promise<JobView> {
  const job = await requireJob(ctx, jobId);
  if (job.status !== 'AWAITING_UPLOAD') return jobView(job);
  await checkUpload(ctx, job);
  const queued = await ctx.db.transaction().execute(async (tx) => {
    const changed = await changeStatus(tx, { jobId, from: ['AWAITING_UPLOAD'], to: 'QUEUED' });
    if (changed !== undefined) await recordEvent(tx, ctx, { job: changed, type: 'ENQUEUED' });
    return changed;
  });
  if (queued === undefined) return jobView(await requireJob(ctx, jobId));
  await ringJob(ctx, queued);
  return jobView(queued);
}

async function checkUpload(ctx: UserCtx, job: JobRow): Promise<void> {
  const head = await ctx.store.head(job.source_key);
  if (head === null) {
    throw new AppError(
      'upload-mismatch',
      'Nothing was uploaded yet: PUT the file to the address from the first answer.',
    );
  }
  if (head.bytes !== job.bytes) {
    await removeUpload(ctx, job);
    const detail = `${job.bytes} bytes were announced and ${head.bytes} arrived; the upload was removed: PUT the file again.`;
    throw new AppError('upload-mismatch', detail, { facts: { announced: job.bytes, arrived: head.bytes } });
  }
  const start = await ctx.store.getRange(job.source_key, 0, magicWindowBytes - 1);
  if (start === null || !Buffer.from(start).includes('%PDF-')) {
    await removeUpload(ctx, job);
    throw new AppError(
      'not-a-pdf',
      'The file does not begin like a PDF; the upload was removed. Create a job for the right file.',
    );
  }
}

async function removeUpload(ctx: UserCtx, job: JobRow): Promise<void> {
  for await (const object of ctx.store.list(job.source_key)) await ctx.store.delete([object]);
}
