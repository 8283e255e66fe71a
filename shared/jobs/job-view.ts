import type { JobRow } from '#db/jobs.ts';
import type { JobStatus } from '#db/schema.ts';
import { choiceSentence } from './choice-sentence.ts';
import { countUnchosen } from './count-unchosen.ts';

/** A job as the API shows it. */
export interface JobView {
  jobId: string;
  status: JobStatus;
  filename: string;
  bytes: number;
  sha256: string;
  traceId: string;
  schemaVersion: number;
  run: number;
  cancellationRequested: boolean;
  /** It has to be kept: no deletion is taken. */
  legalHold: boolean;
  selectedScheduleIds: string[] | null;
  /**
   * count is null until the file was opened; toRead are those that this run has to recognise; skipped ones cost more than
   * there is, or are `notChosen`: outside `chosen` ("2-9,12"), which is null for all.
   */
  pages: {
    count: number | null;
    chosen: string | null;
    done: number;
    failed: number;
    skipped: number;
    notChosen: number;
    toRead: number;
  };
  cost: { quotedCents: number; reservedCents: number; spentCents: number; capCents: number };
  error: { code: string; detail: string } | null;
  /** Why a job that went on is not whole: only some pages were asked for, or the cap or the budget did not reach for all of them. */
  notice: { code: string; detail: string } | null;
  createdAt: string;
  startedAt: string | null;
  finishedAt: string | null;
}

export function jobView(job: JobRow): JobView {
  return {
    jobId: job.id,
    status: job.status,
    filename: job.filename,
    bytes: job.bytes,
    sha256: job.sha256.toString('hex'),
    traceId: job.trace_id,
    schemaVersion: job.schema_version,
    run: job.run,
    cancellationRequested: job.cancellation_requested,
    legalHold: job.legal_hold,
    selectedScheduleIds: job.selected_schedule_ids as string[] | null,
    pages: {
      count: job.page_count,
      chosen: job.page_selection,
      done: job.pages_done,
      failed: job.pages_failed,
      skipped: job.pages_skipped,
      notChosen: countUnchosen(job),
      toRead: job.pages_to_read,
    },
    cost: {
      quotedCents: job.quoted_cents,
      reservedCents: job.reserved_cents,
      spentCents: job.spent_cents,
      capCents: job.cap_cents,
    },
    error: job.error_code === null ? null : { code: job.error_code, detail: job.error_detail ?? '' },
    notice: noticeOf(job),
    createdAt: job.created_at.toISOString(),
    startedAt: job.started_at?.toISOString() ?? null,
    finishedAt: job.finished_at?.toISOString() ?? null,
  };
}

function noticeOf(job: JobRow): JobView['notice'] {
  const { skip_code: code, cap_cents: cap } = job;
  if (code === null) return null;
  const chosen = choiceSentence(job);
  const pages = job.pages_skipped - countUnchosen(job);
  if (pages === 0 && chosen !== null) return { code, detail: chosen };
  const bound = code === 'user-budget' ? 'the user’s budget' : `the cap of ${cap} cents`;
  const beyond = `${pages} pages were not read, because ${bound} did not reach for all. Raise it and POST …/retry to read them.`;
  return { code, detail: chosen === null ? beyond : `${chosen} ${beyond}` };
}
