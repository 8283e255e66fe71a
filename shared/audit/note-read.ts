import type { UserCtx } from '../context.ts';
import { noteEvent } from './note-event.ts';

/** Notes that a trail was read: of one job, or with null that of the whole tenant. */
export async function noteRead(ctx: UserCtx, read: { jobId: string | null; events: number }): Promise<void> {
  const { tenantId, userId, ip } = ctx.actor;
  await noteEvent(ctx, {
    tenantId,
    userId,
    ip,
    traceId: ctx.traceId,
    type: 'AUDIT_READ',
    ...(read.jobId === null ? {} : { job: { id: read.jobId, audit_salt: null } }),
    metadata: { events: read.events },
  });
}
