import { createHash } from 'node:crypto';
import type { JobRow } from '#db/jobs.ts';
import { AppError } from '#shared/errors.ts';
import type { ObjectStore } from '#shared/store/object-store.ts';

/** The file of a job as it was announced. Throws `upload-mismatch` where it is gone, `sha256-mismatch`, `store-unavailable`. */
export async function readSource(store: ObjectStore, job: JobRow): Promise<Uint8Array> {
  const bytes = await store.get(job.source_key);
  if (bytes === null) throw new AppError('upload-mismatch', 'The uploaded file is no longer in the store.');
  if (!createHash('sha256').update(bytes).digest().equals(job.sha256)) {
    throw new AppError(
      'sha256-mismatch',
      'The file that arrived is not the one that was announced: upload it again in a new job.',
    );
  }
  return bytes;
}
