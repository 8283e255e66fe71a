import { type Insertable, type Selectable, sql } from 'kysely';
import type { Db } from './client.ts';
import type { ExportsTable } from './schema.ts';

export type ExportRow = Selectable<ExportsTable>;

export async function insertExport(db: Db, row: Insertable<ExportsTable>): Promise<ExportRow> {
  return db.insertInto('exports').values(row).returningAll().executeTakeFirstOrThrow();
}

export async function findExport(db: Db, exportId: string): Promise<ExportRow | undefined> {
  return db.selectFrom('exports').selectAll().where('id', '=', exportId).executeTakeFirst();
}

export interface ExportOfJob {
  tenantId: string;
  jobId: string;
  exportId: string;
}

export async function findExportOfJob(db: Db, wanted: ExportOfJob): Promise<ExportRow | undefined> {
  return db
    .selectFrom('exports')
    .selectAll()
    .where('tenant_id', '=', wanted.tenantId)
    .where('job_id', '=', wanted.jobId)
    .where('id', '=', wanted.exportId)
    .executeTakeFirst();
}

export async function listExportIds(db: Db, jobId: string): Promise<string[]> {
  const rows = await db.selectFrom('exports').select('id').where('job_id', '=', jobId).execute();
  return rows.map(({ id }) => id);
}

export interface FinishedExport {
  exportId: string;
  objectKey: string;
  contentType: string;
  bytes: number;
  sha256: Buffer;
}

/** False where the export had ended before: a task that ran twice. */
export async function finishExport(tx: Db, finished: FinishedExport): Promise<boolean> {
  const updated = await tx
    .updateTable('exports')
    .set({
      status: 'COMPLETED',
      object_key: finished.objectKey,
      content_type: finished.contentType,
      bytes: finished.bytes,
      sha256: finished.sha256,
      finished_at: sql`now()`,
    })
    .where('id', '=', finished.exportId)
    .where('status', '=', 'QUEUED')
    .executeTakeFirst();
  return updated.numUpdatedRows === 1n;
}

export interface ExportFailure {
  code: string;
  detail: string;
}

export async function failExport(tx: Db, exportId: string, { code, detail }: ExportFailure): Promise<void> {
  await tx
    .updateTable('exports')
    .set({ status: 'FAILED', error_code: code, error_detail: detail, finished_at: sql`now()` })
    .where('id', '=', exportId)
    .where('status', '=', 'QUEUED')
    .execute();
}

/** Ends exports of a job that still wait: what they were ordered of is about to be made anew. */
export async function failWaitingExports(
  tx: Db,
  jobId: string,
  { code, detail }: ExportFailure,
): Promise<void> {
  await tx
    .updateTable('exports')
    .set({ status: 'FAILED', error_code: code, error_detail: detail, finished_at: sql`now()` })
    .where('job_id', '=', jobId)
    .where('status', '=', 'QUEUED')
    .execute();
}

/** Takes exports that wait and were not rung for so long: their doorbell may be lost. Two sweeps never take the same one. */
export async function takeSilentExports(db: Db, silentSeconds: number): Promise<ExportRow[]> {
  const since = sql<Date>`now() - make_interval(secs => ${silentSeconds})`;
  return db
    .updateTable('exports')
    .set({ rung_at: sql`now()` })
    .where('id', 'in', (eb) =>
      eb
        .selectFrom('exports')
        .select('id')
        .where('status', '=', 'QUEUED')
        .where('created_at', '<', since)
        .where((or) => or.or([or('rung_at', 'is', null), or('rung_at', '<', since)]))
        .orderBy('created_at')
        .limit(100)
        .forUpdate()
        .skipLocked(),
    )
    .returningAll()
    .execute();
}
