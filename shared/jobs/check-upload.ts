import type { JobRow } from '#db/jobs.ts';
import type { UserCtx } from '../context.ts';
import { AppError } from '../errors.ts';

/** A PDF's mark may stand anywhere in its first 1024 bytes (ISO 32000-2, annex on acceptance by readers). */
const magicWindowBytes = 1024;

/** Looks whether what was announced has arrived. Throws `upload-mismatch` or `not-a-pdf`; what is neither is removed. */
export async function checkUpload(ctx: UserCtx, job: JobRow): Promise<void> {
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
