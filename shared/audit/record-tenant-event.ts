import { insertAuditEvent } from '#db/audit.ts';
import type { Db } from '#db/client.ts';
import type { Ctx } from '../context.ts';
import type { EventType } from './event-type.ts';
import { newAuditRow } from './new-audit-row.ts';

export interface TenantEvent {
  tenantId: string;
  type: EventType;
  metadata: Readonly<Record<string, unknown>>;
}

/** Writes what is of no job into the trail of a tenant, in the transaction `tx` of what it records. It names nobody. */
export async function recordTenantEvent(tx: Db, ctx: Ctx, event: TenantEvent): Promise<void> {
  if (!ctx.config.FEATURES_T3_AUDIT) return;
  const nobody = { userId: null, ip: null, jobId: null, jobSalt: null };
  await insertAuditEvent(tx, newAuditRow({ ...event, ...nobody, traceId: ctx.traceId }));
}
