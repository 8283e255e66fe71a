import type { ManifestRow } from '#db/deletions.ts';
import { noteEvent } from '../audit/note-event.ts';
import type { Ctx } from '../context.ts';

/** Tells the trail and the log that objects of an erased job were there again. In nobody's name. */
export async function noteResurrection(ctx: Ctx, manifest: ManifestRow, objects: number): Promise<void> {
  const { job_id: jobId, tenant_id: tenantId } = manifest;
  ctx.log.warn({ jobId, objects, traceId: ctx.traceId }, 'objects of an erased job were there again');
  await noteEvent(ctx, {
    tenantId,
    userId: null,
    ip: null,
    traceId: ctx.traceId,
    type: 'RESURRECTION_BLOCKED',
    job: { id: jobId, audit_salt: null },
    metadata: { objects },
  });
}
