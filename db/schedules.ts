import type { Insertable, Selectable } from 'kysely';
import type { Db } from './client.ts';
import type { JobSchedulesTable } from './schema.ts';

export type ScheduleRow = Selectable<JobSchedulesTable>;

/** Puts the schedules of a job in place of those it had: assembling twice gives the same rows. */
export async function replaceSchedules(
  tx: Db,
  jobId: string,
  rows: Insertable<JobSchedulesTable>[],
): Promise<void> {
  await tx.deleteFrom('job_schedules').where('job_id', '=', jobId).execute();
  if (rows.length > 0) await tx.insertInto('job_schedules').values(rows).execute();
}

export async function listScheduleRows(db: Db, jobId: string): Promise<ScheduleRow[]> {
  return db.selectFrom('job_schedules').selectAll().where('job_id', '=', jobId).orderBy('ordinal').execute();
}

/** The schedules of a job without their cells. */
export async function listScheduleHeads(db: Db, jobId: string): Promise<Omit<ScheduleRow, 'body'>[]> {
  return db
    .selectFrom('job_schedules')
    .select(['id', 'job_id', 'tenant_id', 'ordinal', 'kind', 'name', 'confidence', 'row_count', 'col_count'])
    .select(['pages', 'proof', 'revision', 'created_at'])
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
