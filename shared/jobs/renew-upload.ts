import { extendUpload } from '#db/jobs.ts';
import type { UserCtx } from '../context.ts';
import type { PresignedRequest } from '../store/object-store.ts';
import { grantUpload, uploadEnd } from './grant-upload.ts';
import { requireJob } from './require-job.ts';

/**
 * Grants the upload of a job once more, while the job waits for it; null for one that has begun or ended, whose file must
 * not change any more. Throws `not-found` or `deleted`.
 */
export async function renewUpload(ctx: UserCtx, jobId: string): Promise<PresignedRequest | null> {
  const job = await extendUpload(ctx.db, jobId, uploadEnd(ctx));
  if (job !== undefined) return grantUpload(ctx, job);
  await requireJob(ctx, jobId);
  return null;
}
