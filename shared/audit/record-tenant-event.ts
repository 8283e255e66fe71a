import { insertAuditEvent } from '#db/audit.ts';
import type { Db } from '#db/client.ts';
import type { Ctx, UserActor } from '../context.ts';
import type { EventType } from './event-type.ts';
import { newAuditRow } from './new-audit-row.ts';

export interface TenantEvent {
  tenantId: string;
  type: EventType;
  /** Who did it; left out for nobody. */
  by?: UserActor;
  metadata: Readonly<Record<string, unknown>>;
}

/** Writes what is of no job into the trail of a tenant, in the transaction `tx` of what it records. */
export async function recordTenantEvent(tx: Db, ctx: Ctx, event: TenantEvent): Promise<void> {
  if (!ctx.config.FEATURES_T3_AUDIT) return;
  const { by, ...what } = event;
  const person = { userId: by?.userId ?? null, ip: by?.ip ?? null };
  await insertAuditEvent(
    tx,
    newAuditRow({ ...what, ...person, jobId: null, jobSalt: null, traceId: ctx.traceId }),
  );
}
