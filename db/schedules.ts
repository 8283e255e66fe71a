import { type Insertable, type Selectable, sql } from 'kysely';
import type { Db } from './client.ts';
import type { JobSchedulesTable } from './schema.ts';

export type ScheduleRow = Selectable<JobSchedulesTable>;

/** A row without its cells; `doubts` is null in rows that were written before there were any, `ties` where there are none. */
export type ScheduleHeadRow = Omit<ScheduleRow, 'body'> & {
  parts: object;
  doubts: object | null;
  ties: object | null;
};

/**
 * Puts the schedules of a job in place of those it had, and notes the version of their shape: assembling twice gives the same
 * rows.
 */
export async function replaceSchedules(
  tx: Db,
  { jobId, schemaVersion }: { jobId: string; schemaVersion: number },
  rows: Insertable<JobSchedulesTable>[],
): Promise<void> {
  await tx.updateTable('jobs').set({ schema_version: schemaVersion }).where('id', '=', jobId).execute();
  await tx.deleteFrom('job_schedules').where('job_id', '=', jobId).execute();
  if (rows.length > 0) await tx.insertInto('job_schedules').values(rows).execute();
}

export async function listScheduleRows(db: Db, jobId: string): Promise<ScheduleRow[]> {
  return db.selectFrom('job_schedules').selectAll().where('job_id', '=', jobId).orderBy('ordinal').execute();
}

/** The schedules of a job without their cells. */
export async function listScheduleHeads(db: Db, jobId: string): Promise<ScheduleHeadRow[]> {
  return db
    .selectFrom('job_schedules')
    .select(['id', 'job_id', 'tenant_id', 'ordinal', 'kind', 'name', 'confidence', 'row_count', 'col_count'])
    .select(['pages', 'proof', 'revision', 'created_at'])
    .select([
      sql<object>`body -> 'parts'`.as('parts'),
      sql<object | null>`nullif(body -> 'doubts', 'null')`.as('doubts'),
      sql<object | null>`body -> 'ties'`.as('ties'),
    ])
    .where('job_id', '=', jobId)
    .orderBy('ordinal')
    .execute();
}

export async function findScheduleByOrdinal(
  db: Db,
  jobId: string,
  ordinal: number,
): Promise<ScheduleRow | undefined> {
  return db
    .selectFrom('job_schedules')
    .selectAll()
    .where('job_id', '=', jobId)
    .where('ordinal', '=', ordinal)
    .executeTakeFirst();
}
