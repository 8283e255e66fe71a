import { type Insertable, type Selectable, sql } from 'kysely';
import type { Db } from './client.ts';
import type { JobSchedulesTable } from './schema.ts';

/** Of a schedule as it stands; what was read is for the edits alone (db/schedule-edits.ts). */
export type ScheduleRow = Omit<Selectable<JobSchedulesTable>, 'read_body'>;

/** A row without its cells; `doubts` is null in rows that were written before there were any, `ties` where there are none. */
export type ScheduleHeadRow = Omit<ScheduleRow, 'body'> & {
  parts: object;
  doubts: object | null;
  ties: object | null;
  /** Edits that stand. */
  edit_count: number;
};

const HEAD_COLUMNS = [
  'id',
  'job_id',
  'tenant_id',
  'ordinal',
  'kind',
  'name',
  'confidence',
  'row_count',
  'col_count',
  'pages',
  'proof',
  'revision',
  'created_at',
] as const;

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
  return db
    .selectFrom('job_schedules')
    .select([...HEAD_COLUMNS, 'body'])
    .where('job_id', '=', jobId)
    .orderBy('ordinal')
    .execute();
}

/** The schedules of a job without their cells. */
export async function listScheduleHeads(db: Db, jobId: string): Promise<ScheduleHeadRow[]> {
  return db
    .selectFrom('job_schedules')
    .select(HEAD_COLUMNS)
    .select([
      sql<object>`body -> 'parts'`.as('parts'),
      sql<object | null>`nullif(body -> 'doubts', 'null')`.as('doubts'),
      sql<object | null>`body -> 'ties'`.as('ties'),
      sql<number>`(select count(*)::int from schedule_edits e
                    where e.schedule_id = job_schedules.id and e.undone_at is null)`.as('edit_count'),
    ])
    .where('job_id', '=', jobId)
    .orderBy('ordinal')
    .execute();
}
