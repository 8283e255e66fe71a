import type { Services } from '../context.ts';
import type { NotedEventType } from './event-type.ts';
import { newAuditRow } from './new-audit-row.ts';

export interface NotedEvent {
  tenantId: string;
  userId: string | null;
  ip: string | null;
  traceId: string;
  type: NotedEventType;
  job?: { id: string; audit_salt: Uint8Array | null };
  metadata?: Readonly<Record<string, unknown>>;
}

/** Whose trail tells what belongs to no tenant, such as a credential that nobody knows. */
export const systemTenant = '_system';

/**
 * Gives the batcher an event that no transaction carries: a read, a refused credential. False where the batcher was
 * full and refused it, or while FEATURES_T3_AUDIT is off; a security event waits instead.
 */
export async function noteEvent({ config, trail }: Pick<Services, 'config' | 'trail'>, event: NotedEvent) {
  if (!config.FEATURES_T3_AUDIT) return false;
  const { job, metadata = {}, ...rest } = event;
  return trail.add(
    newAuditRow({ ...rest, jobId: job?.id ?? null, jobSalt: job?.audit_salt ?? null, metadata }),
  );
}
