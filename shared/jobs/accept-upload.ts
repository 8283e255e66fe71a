import { findJob } from '#db/jobs.ts';
import type { Readable } from 'node:stream';
import { validate as isUuid } from 'uuid';
import type { Services } from '../context.ts';
import { AppError } from '../errors.ts';
import { receiveUpload } from '../store/disk-upload.ts';
import { DiskStore } from '../store/disk-store.ts';
import { jobIdOfKey } from '../store/keys.ts';
import type { StoreGrant } from '../store/signed-url.ts';

/**
 * Takes a signed upload into the local store while its job still waits for it. The job is looked at again after the
 * last byte: an upload that ran into a deletion leaves nothing behind. Throws `wrong-state` or `upload-mismatch`.
 */
export async function acceptUpload(services: Services, grant: StoreGrant, body: Readable): Promise<void> {
  const { store } = services;
  if (!(store instanceof DiskStore)) throw new AppError('not-found', 'Uploads go to the bucket.');
  await requireAwaiting(services, grant.key);
  await receiveUpload(store, grant, body);
  try {
    await requireAwaiting(services, grant.key);
  } catch (error) {
    for await (const object of store.list(grant.key)) await store.delete([object]);
    throw error;
  }
}

async function requireAwaiting(services: Services, key: string): Promise<void> {
  const jobId = jobIdOfKey(key);
  const job = isUuid(jobId) ? await findJob(services.db, jobId) : undefined;
  if (job?.source_key === key && job.status === 'AWAITING_UPLOAD') return;
  throw new AppError('wrong-state', 'This job takes no upload any more: create another one.');
}
