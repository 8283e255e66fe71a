import { findManifest } from '#db/deletions.ts';
import { findJob, type JobRow, lockJob } from '#db/jobs.ts';
import type { Readable } from 'node:stream';
import { validate as isUuid } from 'uuid';
import type { Services } from '../context.ts';
import { databaseFailure } from '../database-failure.ts';
import { noteResurrection } from '../deletion/note-resurrection.ts';
import { AppError } from '../errors.ts';
import { receiveUpload } from '../store/disk-upload.ts';
import { DiskStore } from '../store/disk-store.ts';
import { jobIdOfKey } from '../store/keys.ts';
import type { StoreGrant } from '../store/signed-url.ts';
import { newTraceId } from '../trace.ts';

/**
 * Takes a signed upload into the local store while its job still waits for it. The job is looked at before the first
 * byte and again after the last: an upload that ran into a start or a deletion leaves everything as it was, and into a
 * deletion is told of in the trail. Throws `wrong-state`, `upload-mismatch`, `store-unavailable` or `database-unavailable`.
 */
export async function acceptUpload(services: Services, grant: StoreGrant, body: Readable): Promise<void> {
  const { store } = services;
  if (!(store instanceof DiskStore)) throw new AppError('not-found', 'Uploads go to the bucket.');
  const jobId = jobIdOfKey(grant.key);
  if (!isUuid(jobId)) throw notAwaited();
  try {
    await takeUpload(services, { store, jobId, grant }, body);
  } catch (error) {
    if (error instanceof AppError && error.code === 'wrong-state') await noteLateUpload(services, jobId);
    throw error;
  }
}

interface AwaitedUpload {
  store: DiskStore;
  jobId: string;
  grant: StoreGrant;
}

async function takeUpload(
  { db }: Services,
  { store, jobId, grant }: AwaitedUpload,
  body: Readable,
): Promise<void> {
  requireAwaiting(await findJob(db, jobId), grant.key);
  // Between the look and the rename nothing can begin: start, cancellation and deletion each have to change the row
  // that is held here. One that came first is seen, and the part is removed; one that comes later finds the object.
  // Should the hold be lost with its connection, an erasure takes the part away, so that the rename fails, and a job
  // that started finds a file of the announced length, whose checksum its worker compares.
  const guard = async (place: () => Promise<void>): Promise<void> => {
    const placed = db.transaction().execute(async (tx) => {
      requireAwaiting(await lockJob(tx, jobId), grant.key);
      await place();
    });
    await placed.catch(nameDatabase);
  };
  await receiveUpload(store, { ...grant, guard }, body);
}

function requireAwaiting(job: JobRow | undefined, key: string): void {
  if (job?.source_key !== key || job.status !== 'AWAITING_UPLOAD') throw notAwaited();
}

/** One that a start had overtaken has no manifest, and is nobody's concern. */
async function noteLateUpload(services: Services, jobId: string): Promise<void> {
  const manifest = await findManifest(services.db, jobId);
  if (manifest === undefined) return;
  const ctx = { ...services, traceId: newTraceId() };
  await noteResurrection(ctx, manifest, { attempt: 'upload', objects: 0 });
}

function notAwaited(): AppError {
  return new AppError('wrong-state', 'This job takes no upload any more: create another one.');
}

/** The store would take a refused connection for a failure of its disk. */
function nameDatabase(error: unknown): never {
  throw databaseFailure(error) ?? error;
}
