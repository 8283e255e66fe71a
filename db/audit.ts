import type { Insertable, Selectable } from 'kysely';
import type { Db } from './client.ts';
import type { AuditEventsTable } from './schema.ts';

export type AuditRow = Selectable<AuditEventsTable>;

/** Writes an event; one that is there already (same idempotency key) is left as it is. */
export async function insertAuditEvent(db: Db, row: Insertable<AuditEventsTable>): Promise<void> {
  await db
    .insertInto('audit_events')
    .values(row)
    .onConflict((conflict) => conflict.column('idempotency_key').doNothing())
    .execute();
}

export interface AuditPage {
  tenantId: string;
  jobId: string;
  limit: number;
  /** Events after this one; from the beginning where left out. */
  after?: { createdAt: Date; id: string };
}

/** Oldest first, served by the index (job_id, created_at, id). */
export async function listAuditEvents(db: Db, page: AuditPage): Promise<AuditRow[]> {
  let query = db
    .selectFrom('audit_events')
    .selectAll()
    .where('tenant_id', '=', page.tenantId)
    .where('job_id', '=', page.jobId);
  const { after } = page;
  if (after !== undefined) {
    query = query.where((eb) =>
      eb(eb.refTuple('created_at', 'id'), '>', eb.tuple(after.createdAt, after.id)),
    );
  }
  return query.orderBy('created_at').orderBy('id').limit(page.limit).execute();
}

/** Takes names and addresses out of a job's trail; what happened and when stays. */
export async function forgetPersons(db: Db, jobId: string): Promise<void> {
  await db
    .updateTable('audit_events')
    .set({ user_id: null, ip_address: null })
    .where('job_id', '=', jobId)
    .execute();
}
