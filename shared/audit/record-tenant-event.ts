import { insertAuditEvent } from '#db/audit.ts';
import type { Db } from '#db/client.ts';
import type { Ctx, UserActor } from '../context.ts';
import type { EventType } from './event-type.ts';
import { newAuditRow } from './new-audit-row.ts';

export interface TenantEvent {
  tenantId: string;
  type: EventType;
  metadata: Readonly<Record<string, unknown>>;
  /** Who did it; left out, it names nobody. */
  by?: UserActor;
}

/** Writes what is of no job into the trail of a tenant, in the transaction `tx` of what it records. */
export async function recordTenantEvent(tx: Db, ctx: Ctx, event: TenantEvent): Promise<void> {
  if (!ctx.config.FEATURES_T3_AUDIT) return;
  const { by, ...said } = event;
  const person = { userId: by?.userId ?? null, ip: by?.ip ?? null };
  const noJob = { jobId: null, jobSalt: null };
  await insertAuditEvent(tx, newAuditRow({ ...said, ...person, ...noJob, traceId: ctx.traceId }));
}
