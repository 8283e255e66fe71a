import type { JobRow } from '#db/jobs.ts';
import type { UserCtx } from '../context.ts';
import type { PresignedRequest } from '../store/object-store.ts';

/** The address is signed a little later than the row is written, and clocks differ. */
const uploadMarginSeconds = 60;

/** Signs an address for a job's file. The row has to say first, by uploadEnd, until when it may be used. */
export async function grantUpload(ctx: UserCtx, job: JobRow): Promise<PresignedRequest> {
  return ctx.store.presignPut(job.source_key, {
    contentType: job.content_type,
    bytes: job.bytes,
    expiresSeconds: ctx.config.PRESIGN_TTL_SECONDS,
  });
}

/** Until when an address that is signed now may be used: an erasure waits for it. */
export function uploadEnd({ config }: UserCtx): Date {
  return new Date(Date.now() + (config.PRESIGN_TTL_SECONDS + uploadMarginSeconds) * 1000);
}
