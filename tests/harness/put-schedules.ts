import { randomUUID } from 'node:crypto';
import type { Db } from '#db/client.ts';
import { replaceSchedules } from '#db/schedules.ts';
import { SCHEMA_VERSION } from '#shared/schedules/schema-version.ts';
import type { Schedule } from '#shared/schedules/schedule.ts';

/** Puts schedules in the place of those that were found in a job; answers their ids. */
export async function putSchedules(db: Db, jobId: string, schedules: readonly Schedule[]): Promise<string[]> {
  const job = db.selectFrom('jobs').select('tenant_id').where('id', '=', jobId);
  const { tenant_id } = await job.executeTakeFirstOrThrow();
  const rows = schedules.map((schedule, index) => ({
    id: randomUUID(),
    job_id: jobId,
    tenant_id,
    ordinal: index + 1,
    kind: schedule.kind,
    name: schedule.name,
    confidence: schedule.confidence,
    row_count: schedule.rows.length,
    col_count: schedule.columns.length,
    pages: schedule.pages,
    proof: JSON.stringify(schedule.proof),
    body: JSON.stringify(schedule),
  }));
  await db
    .transaction()
    .execute(async (tx) => replaceSchedules(tx, { jobId, schemaVersion: SCHEMA_VERSION }, rows));
  return rows.map(({ id }) => id);
}
