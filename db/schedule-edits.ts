import { type Insertable, type Selectable, sql } from 'kysely';
import type { Db, Tx } from './client.ts';
import type { ScheduleEditsTable } from './review-tables.ts';
import type { JobSchedulesTable } from './schema.ts';
import type { ScheduleRow } from './schedules.ts';

export type ScheduleEditRow = Selectable<ScheduleEditsTable>;
export type NewScheduleEdit = Insertable<ScheduleEditsTable>;

/** An edit that stands, as JSON brings it: `made_at` is an ISO time. */
export interface StandingEdit extends Pick<ScheduleEditRow, 'edit' | 'revision' | 'user_id' | 'read_text'> {
  made_at: string;
}

/** A schedule with the edits that stand, of one moment. */
export interface ReviewedRow extends ScheduleRow {
  edits: StandingEdit[];
}

/** The schedules of a job with their edits, in order; of one `ordinal` where it is named. */
export async function listReviewedRows(db: Db, jobId: string, ordinal?: number): Promise<ReviewedRow[]> {
  const { rows } = await sql<ReviewedRow>`
    select s.id, s.job_id, s.tenant_id, s.ordinal, s.kind, s.name, s.confidence, s.row_count, s.col_count, s.pages,
           s.proof, s.body, s.revision, s.created_at,
           coalesce((select jsonb_agg(jsonb_build_object('edit', e.edit, 'revision', e.revision, 'user_id', e.user_id,
                                        'read_text', e.read_text,
                                        'made_at', to_char(e.made_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'))
                                      order by e.seq)
                       from schedule_edits e where e.schedule_id = s.id and e.undone_at is null), '[]') as edits
      from job_schedules s
     where s.job_id = ${jobId} and s.ordinal = coalesce(${ordinal ?? null}::int, s.ordinal)
     order by s.ordinal`.execute(db);
  return rows;
}

export type LockedSchedule = Selectable<JobSchedulesTable>;

/** Takes the row, so that of those who edit a schedule at once one comes after the other. */
export async function lockSchedule(
  tx: Tx,
  jobId: string,
  ordinal: number,
): Promise<LockedSchedule | undefined> {
  return tx
    .selectFrom('job_schedules')
    .selectAll()
    .where('job_id', '=', jobId)
    .where('ordinal', '=', ordinal)
    .forUpdate()
    .executeTakeFirst();
}

export interface EditState {
  /** The highest `seq` of all edits, undone ones too; 0 without any. */
  seq: number;
  /** How many stand. */
  standing: number;
}

export async function editStateOf(tx: Tx, scheduleId: string): Promise<EditState> {
  return tx
    .selectFrom('schedule_edits')
    .select([
      sql<number>`coalesce(max(seq), 0)::int`.as('seq'),
      sql<number>`(count(*) filter (where undone_at is null))::int`.as('standing'),
    ])
    .where('schedule_id', '=', scheduleId)
    .executeTakeFirstOrThrow();
}

export async function insertEdits(tx: Tx, rows: NewScheduleEdit[]): Promise<void> {
  await tx.insertInto('schedule_edits').values(rows).execute();
}

/** Takes the last edit that stands away; undefined where none does. */
export async function undoLastEdit(tx: Tx, scheduleId: string): Promise<ScheduleEditRow | undefined> {
  return tx
    .updateTable('schedule_edits')
    .set({ undone_at: sql`clock_timestamp()`, snapshot: null })
    .where('id', '=', (eb) =>
      eb
        .selectFrom('schedule_edits')
        .select('id')
        .where('schedule_id', '=', scheduleId)
        .where('undone_at', 'is', null)
        .orderBy('seq', 'desc')
        .limit(1),
    )
    .returningAll()
    .executeTakeFirst();
}

/** The last schedule that was kept, and the edits that stand after it; `snapshot` null where none was kept. */
export async function listEditsToReplay(
  tx: Tx,
  scheduleId: string,
): Promise<{ snapshot: object | null; edits: object[] }> {
  const rows = await tx
    .selectFrom('schedule_edits')
    .select(['edit', 'snapshot'])
    .where('schedule_id', '=', scheduleId)
    .where('undone_at', 'is', null)
    .where('seq', '>=', (eb) =>
      eb
        .selectFrom('schedule_edits')
        .select(sql<number>`coalesce(max(seq), 0)`.as('seq'))
        .where('schedule_id', '=', scheduleId)
        .where('undone_at', 'is', null)
        .where('snapshot', 'is not', null),
    )
    .orderBy('seq')
    .execute();
  const [first] = rows;
  const snapshot = first?.snapshot ?? null;
  return { snapshot, edits: rows.slice(snapshot === null ? 0 : 1).map(({ edit }) => edit) };
}

export type ReviewedColumns = Pick<
  LockedSchedule,
  'kind' | 'name' | 'confidence' | 'row_count' | 'col_count' | 'pages' | 'revision'
> & { proof: string; body: string };

/** Puts the schedule as it stands now in place, and keeps what was read when it is edited first. */
export async function saveReviewed(tx: Tx, scheduleId: string, changed: ReviewedColumns): Promise<void> {
  await tx
    .updateTable('job_schedules')
    .set({ ...changed, read_body: sql`coalesce(read_body, body)` })
    .where('id', '=', scheduleId)
    .execute();
}

/** Who made edits after a revision, and how many, those undone since too. */
export async function countEditsSince(
  tx: Tx,
  scheduleId: string,
  revision: number,
): Promise<{ userId: string | null; edits: number }[]> {
  return tx
    .selectFrom('schedule_edits')
    .select(['user_id as userId', sql<number>`count(*)::int`.as('edits')])
    .where('schedule_id', '=', scheduleId)
    .where('revision', '>', revision)
    .groupBy('user_id')
    .orderBy('user_id')
    .execute();
}

/** How many edits stand in all schedules of a job. */
export async function countStandingEdits(tx: Tx, jobId: string): Promise<number> {
  const { edits } = await tx
    .selectFrom('schedule_edits')
    .select(sql<number>`count(*)::int`.as('edits'))
    .where('job_id', '=', jobId)
    .where('undone_at', 'is', null)
    .executeTakeFirstOrThrow();
  return edits;
}
