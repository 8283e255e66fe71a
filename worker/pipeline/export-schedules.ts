import { createHash } from 'node:crypto';
import { type ExportRow, findExport, finishExport } from '#db/exports.ts';
import { findJob, type JobRow, lockJob, rememberExportKey } from '#db/jobs.ts';
import { listScheduleRows } from '#db/schedules.ts';
import { recordEvent } from '#shared/audit/record-event.ts';
import type { Schedule } from '#shared/schedules/schedule.ts';
import { exportKey } from '#shared/store/keys.ts';
import type { ExportDocument } from '../export/export-document.ts';
import { writeExport } from '../export/write-export.ts';
import type { WrittenFile } from '../export/written-file.ts';
import type { WorkerCtx } from '../worker-ctx.ts';

/** Writes the file of an export into the store and says so in the trail, with its hash. Once done it does nothing. */
export async function exportSchedules(ctx: WorkerCtx, exportId: string): Promise<void> {
  const row = await findExport(ctx.db, exportId);
  const job = row === undefined ? undefined : await findJob(ctx.db, row.job_id);
  if (row?.status !== 'QUEUED' || job === undefined || job.status === 'DELETING') return;
  const file = await writeExport(row.format, await exportDocument(ctx, job, row));
  const key = exportKey({ tenantId: job.tenant_id, jobId: job.id, run: row.run }, row.id, file.extension);
  await ctx.store.put(key, file.bytes, file.contentType);
  if (!(await record(ctx, row, { ...file, key }))) await removeOrphan(ctx, key);
}

async function exportDocument(ctx: WorkerCtx, job: JobRow, row: ExportRow): Promise<ExportDocument> {
  const chosen = new Set(row.schedule_ids);
  const schedules = (await listScheduleRows(ctx.db, job.id)).filter((schedule) => chosen.has(schedule.id));
  return {
    jobId: job.id,
    filename: job.filename,
    sha256: job.sha256.toString('hex'),
    bytes: job.bytes,
    pageCount: job.page_count ?? 0,
    completedAt: (job.finished_at ?? job.created_at).toISOString(),
    partial: job.status === 'CANCELLED' || job.pages_failed > 0,
    schedules: schedules.map(({ id, ordinal, body }) => ({ id, ordinal, schedule: body as Schedule })),
  };
}

/** False where the job was deleted meanwhile: the lock orders this before or after the deletion, never between. */
async function record(ctx: WorkerCtx, row: ExportRow, file: WrittenFile & { key: string }): Promise<boolean> {
  const sha256 = createHash('sha256').update(file.bytes).digest();
  return ctx.db.transaction().execute(async (tx) => {
    const job = await lockJob(tx, row.job_id);
    if (job === undefined || job.status === 'DELETING') return false;
    const { key: objectKey, contentType, bytes } = file;
    // Another task wrote the same file under the same key before us: nothing to record, nothing to remove.
    if (!(await finishExport(tx, { exportId: row.id, objectKey, contentType, bytes: bytes.length, sha256 })))
      return true;
    await rememberExportKey(tx, job.id, objectKey);
    const metadata = { exportId: row.id, format: row.format, sha256: sha256.toString('hex') };
    await recordEvent(tx, ctx, { job, type: 'EXPORTED', metadata });
    return true;
  });
}

/** A file whose job was deleted while it was written must not stay behind. */
async function removeOrphan(ctx: WorkerCtx, key: string): Promise<void> {
  for await (const object of ctx.store.list(key)) await ctx.store.delete([object]);
}
