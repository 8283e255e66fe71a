import type { ManifestRow } from '#db/deletions.ts';
import { noteEvent } from '../audit/note-event.ts';
import type { Ctx } from '../context.ts';

/** What came too late for the erasure of its job, and how many objects it had left in the store. */
export interface Resurrection {
  /** A task of that queue, an upload, a restored backup, or `look`: what lay there when it was looked, whoever had put it. */
  attempt: 'open' | 'page' | 'assemble' | 'export' | 'erase' | 'upload' | 'restore' | 'look';
  objects: number;
}

/** Tells the trail and the log that an erased job was about to come back, once for each attempt. In nobody's name. */
export async function noteResurrection(
  ctx: Pick<Ctx, 'config' | 'trail' | 'log' | 'traceId'>,
  manifest: ManifestRow,
  { attempt, objects }: Resurrection,
): Promise<void> {
  const { job_id: jobId, tenant_id: tenantId } = manifest;
  const told =
    objects > 0 ? 'objects of an erased job were there again' : 'work on an erased job was refused';
  ctx.log.warn({ jobId, attempt, objects, traceId: ctx.traceId }, told);
  await noteEvent(ctx, {
    tenantId,
    userId: null,
    ip: null,
    traceId: ctx.traceId,
    type: 'RESURRECTION_BLOCKED',
    job: { id: jobId, audit_salt: null },
    metadata: { attempt, objects },
  });
}
