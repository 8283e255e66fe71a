import type { Tx } from '#db/client.ts';
import { type ExportRow, insertExport } from '#db/exports.ts';
import { type JobRow, lockJob, rememberSelection } from '#db/jobs.ts';
import { listScheduleHeads } from '#db/schedules.ts';
import { v7 as uuidv7 } from 'uuid';
import { recordEvent } from '../audit/record-event.ts';
import type { UserCtx } from '../context.ts';
import type { ExportBody } from '../contracts/requests.ts';
import { AppError } from '../errors.ts';
import { takeEffect } from '../idempotency/take-effect.ts';
import { requireJob } from '../jobs/require-job.ts';
import { ringExport } from './ring-export.ts';

export interface RequestedExport {
  exportId: string;
  jobId: string;
  status: ExportRow['status'];
  format: ExportRow['format'];
  selectedScheduleIds: string[];
}

/**
 * Orders a file of chosen schedules, and remembers the choice; without one, the last choice that was made, else all at or
 * above the threshold. The searchable PDF holds pages,
 * not schedules, and takes no heed of a choice. Throws `not-ready` while the job is at work, `nothing-selected` or
 * `unknown-schedule`.
 */
export async function requestExport(ctx: UserCtx, jobId: string, body: ExportBody): Promise<RequestedExport> {
  const looked = await requireJob(ctx, jobId);
  requireExportable(ctx, looked);
  const ofPages = body.format === 'pdf';
  const scheduleIds = ofPages ? [] : await chooseSchedules(ctx, looked, body.selectedScheduleIds);
  const row = await takeEffect(
    ctx,
    async (tx) => order(tx, ctx, { looked, body, scheduleIds }),
    (ordered) => ({ jobId, outcome: requested(ordered) }),
  );
  await ringExport(ctx, row);
  return requested(row);
}

function requested(row: ExportRow): RequestedExport {
  const { id: exportId, job_id: jobId, status, format, schedule_ids: selectedScheduleIds } = row;
  return { exportId, jobId, status, format, selectedScheduleIds };
}

interface Order {
  /** The job as it was when the schedules were chosen. */
  looked: JobRow;
  body: ExportBody;
  scheduleIds: string[];
}

async function order(tx: Tx, ctx: UserCtx, { looked, body, scheduleIds }: Order): Promise<ExportRow> {
  // The job may have been deleted or started anew since it was looked at.
  const job = await lockJob(tx, looked.id);
  if (job === undefined || job.status === 'DELETING')
    throw new AppError('deleted', 'The job was just deleted.');
  requireExportable(ctx, job);
  // The schedules of a newer run have ids of their own.
  if (job.run !== looked.run)
    throw new AppError('not-ready', 'The job was just started again: ask again when it is COMPLETED.');
  const { format, selectedScheduleIds } = body;
  if (format !== 'pdf' && selectedScheduleIds !== undefined) await rememberSelection(tx, job.id, scheduleIds);
  const metadata = { format, ...toldOf(scheduleIds) };
  await recordEvent(tx, ctx, { job, type: 'EXPORT_REQUESTED', metadata });
  return insertExport(tx, newRow(ctx, job, { format, scheduleIds }));
}

/** An event is read with thousands of others: a long choice is told by its number. */
const mostIdsTold = 100;

function toldOf(scheduleIds: string[]): { schedules: string[] | number } {
  return { schedules: scheduleIds.length <= mostIdsTold ? scheduleIds : scheduleIds.length };
}

function newRow(
  ctx: UserCtx,
  job: JobRow,
  { format, scheduleIds }: { format: ExportBody['format']; scheduleIds: string[] },
): Parameters<typeof insertExport>[1] {
  return {
    id: uuidv7(),
    job_id: job.id,
    tenant_id: job.tenant_id,
    user_id: ctx.actor.userId,
    run: job.run,
    format,
    status: 'QUEUED',
    schedule_ids: scheduleIds,
  };
}

function requireExportable(ctx: UserCtx, job: JobRow): void {
  const partial = job.status === 'CANCELLED' && ctx.config.ENABLE_PARTIAL_EXPORT;
  if (job.status === 'COMPLETED' || partial) return;
  if (job.status === 'QUEUED' || job.status === 'PROCESSING') {
    throw new AppError('not-ready', 'The job is still at work: ask again when it is COMPLETED.');
  }
  throw new AppError('wrong-state', `A job that is ${job.status} has nothing to export.`);
}

async function chooseSchedules(ctx: UserCtx, job: JobRow, asked: string[] | undefined): Promise<string[]> {
  const heads = await listScheduleHeads(ctx.db, job.id);
  if (asked === undefined) {
    const remembered = job.selected_schedule_ids as string[] | null;
    if (remembered !== null) return remembered;
    const threshold = ctx.config.REVIEW_CONFIDENCE_THRESHOLD;
    const sure = heads.filter((head) => head.confidence >= threshold).map((head) => head.id);
    if (sure.length > 0) return sure;
    throw nothingSelected(
      `No schedule reaches the confidence of ${threshold}: name the ones you want in selectedScheduleIds.`,
    );
  }
  const known = new Set(heads.map((head) => head.id));
  const foreign = asked.filter((id) => !known.has(id));
  if (foreign.length > 0) {
    throw new AppError('unknown-schedule', `Not of this job: ${foreign.join(', ')}.`, { facts: { foreign } });
  }
  if (asked.length === 0)
    throw nothingSelected('The selection is empty: name at least one schedule, or leave it out.');
  return [...new Set(asked)];
}

function nothingSelected(detail: string): AppError {
  return new AppError('nothing-selected', detail);
}
