import { createHash } from 'node:crypto';
import { type ExportRow, findExport, finishExport } from '#db/exports.ts';
import { findJob, type JobRow, lockJob, rememberExportKey } from '#db/jobs.ts';
import { listReviewedRows, type ReviewedRow } from '#db/schedule-edits.ts';
import { listEditedTies, type StandingTies } from '#db/standing-ties.ts';
import { recordEvent } from '#shared/audit/record-event.ts';
import { JobCancelledError } from '#shared/jobs/job-cancelled-error.ts';
import { cellEdits } from '#shared/review/cell-edits.ts';
import type { Edit } from '#shared/review/edit.ts';
import { standingTies } from '#shared/schedules/standing-ties.ts';
import { storedSchedule } from '#shared/schedules/stored-schedule.ts';
import { exportKey } from '#shared/store/keys.ts';
import type { ExportDocument, ExportedSchedule } from '../export/export-document.ts';
import { partialSentence } from '../export/partial-sentence.ts';
import { writeExport } from '../export/write-export.ts';
import type { WrittenFile } from '../export/written-file.ts';
import type { WorkerCtx } from '../worker-ctx.ts';
import { exportedPictures } from './exported-pictures.ts';
import { removeLeftovers } from './remove-leftovers.ts';
import { searchablePdf } from './searchable-pdf.ts';

/**
 * Writes the file of an export into the store and says so in the trail, with its hash. Once done it does nothing. A
 * file that was written while its job was deleted is removed, by this task or by the one that comes after its crash.
 */
export async function exportSchedules(ctx: WorkerCtx, wanted: WantedFile): Promise<void> {
  const row = await findExport(ctx.db, wanted.exportId);
  const job = row === undefined ? undefined : await findJob(ctx.db, row.job_id);
  if (row === undefined || job === undefined || job.status === 'DELETING') {
    await removeLeftovers(ctx, { jobId: wanted.jobId, attempt: 'export', committing: false });
    return;
  }
  if (row.status !== 'QUEUED') return;
  requireSameRun(job, row);
  const file = await writeFile(ctx, { job, row, signal: wanted.signal });
  const key = exportKey({ tenantId: job.tenant_id, jobId: job.id, run: row.run }, row.id, file.extension);
  await ctx.store.put(key, file.bytes, file.contentType);
  if (await record(ctx, row, { ...file, key })) return;
  await removeLeftovers(ctx, { jobId: wanted.jobId, attempt: 'export', committing: true });
}

/** The checkpoint before an export: what it was ordered of has to be what the job still is. */
function requireSameRun(job: JobRow, row: ExportRow): void {
  const ended = job.status === 'COMPLETED' || job.status === 'CANCELLED';
  if (job.run !== row.run || !ended) throw new JobCancelledError(job.id, 'before_export');
}

export interface WantedFile {
  exportId: string;
  jobId: string;
  /** Aborted when the worker has to stop. */
  signal: AbortSignal;
}

interface FileWork {
  job: JobRow;
  row: ExportRow;
  signal: AbortSignal;
}

async function writeFile(ctx: WorkerCtx, { job, row, signal }: FileWork): Promise<WrittenFile> {
  if (row.format === 'pdf') return searchablePdf(ctx, job, signal);
  const document = await exportDocument(ctx, job, row);
  const pictures = row.format === 'xlsx' ? await exportedPictures(ctx, job, document) : [];
  return writeExport(row.format, document, pictures);
}

async function exportDocument(ctx: WorkerCtx, job: JobRow, row: ExportRow): Promise<ExportDocument> {
  const chosen = new Set(row.schedule_ids);
  const schedules = (await listReviewedRows(ctx.db, job.id)).filter((schedule) => chosen.has(schedule.id));
  const edited = await listEditedTies(ctx.db, job.id);
  const sentence = partialSentence(job);
  return {
    jobId: job.id,
    filename: job.filename,
    sha256: job.sha256.toString('hex'),
    bytes: job.bytes,
    pageCount: job.page_count ?? 0,
    completedAt: (job.finished_at ?? job.created_at).toISOString(),
    partial: sentence !== null,
    ...(sentence === null ? {} : { partialSentence: sentence }),
    schedules: schedules.map((schedule) => exportedSchedule(schedule, edited)),
  };
}

/** As it stands, and what persons changed in it. */
function exportedSchedule(
  { id, ordinal, body, edits }: ReviewedRow,
  edited: readonly StandingTies[],
): ExportedSchedule {
  const changed = cellEdits(
    edits.map(({ edit, read_text: read, user_id: by }) => ({ edit: edit as Edit, read, by })),
  );
  const { ties, ...bare } = storedSchedule(body);
  const schedule = { ...bare, ...standingTies({ id, ties }, edited) };
  return { id, ordinal, schedule, ...(changed.length > 0 ? { edits: changed } : {}) };
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
