import { findManifest, type ManifestRow } from '#db/deletions.ts';
import { noteEvent } from '#shared/audit/note-event.ts';
import { eraseObjects } from '#shared/deletion/erase-objects.ts';
import type { WorkerCtx } from '../worker-ctx.ts';

/**
 * Removes what was written while its job was being deleted: the deletion may have looked for the last time before it
 * was there. Does nothing for a job that nobody deletes. Throws while an object remains.
 */
export async function removeLeftovers(ctx: WorkerCtx, jobId: string): Promise<void> {
  const manifest = await findManifest(ctx.db, jobId);
  if (manifest === undefined) return;
  const objects = await eraseObjects(ctx, manifest);
  if (objects > 0 && manifest.status === 'COMPLETED') await noteResurrection(ctx, manifest, objects);
}

async function noteResurrection(ctx: WorkerCtx, manifest: ManifestRow, objects: number): Promise<void> {
  await noteEvent(ctx, {
    tenantId: manifest.tenant_id,
    userId: null,
    ip: null,
    traceId: ctx.traceId,
    type: 'RESURRECTION_BLOCKED',
    job: { id: manifest.job_id, audit_salt: null },
    metadata: { objects },
  });
}
