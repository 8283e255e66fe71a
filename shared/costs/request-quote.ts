import type { JobRow } from '#db/jobs.ts';
import type { UserCtx } from '../context.ts';
import { AppError, type ErrorCode } from '../errors.ts';
import { checkUpload } from '../jobs/check-upload.ts';
import { requireJob } from '../jobs/require-job.ts';
import { taskIds } from '../queue/queues.ts';
import { refuseDear } from './refuse-dear.ts';

export interface QuoteView {
  jobId: string;
  /** PENDING until a worker has looked at the pages: what has to be recognised is seen in the file alone. */
  status: 'PENDING' | 'QUOTED';
  pages: number | null;
  pagesToRead: number | null;
  rateCents: number | null;
  quotedCents: number | null;
  capCents: number;
}

/**
 * What a file will cost, before it is started: a worker looks at its pages, and nothing is recognised, reserved or
 * charged. Once made it binds the run that follows. Throws what the look found (`pdf-broken`, ...), `upload-mismatch`,
 * `job-cost-cap` or `user-budget` under CAP_POLICY=reject, `wrong-state` for a job that ended without one, and
 * `database-unavailable` where the queue is away.
 */
export async function requestQuote(ctx: UserCtx, jobId: string): Promise<QuoteView> {
  const job = await requireJob(ctx, jobId);
  if (job.quoted_at === null) {
    if (job.status === 'AWAITING_UPLOAD') await askWorker(ctx, job);
    else if (job.finished_at !== null)
      throw new AppError('wrong-state', `The job was ${job.status} before it had a quote.`);
    return { jobId, status: 'PENDING', ...nothingYet, capCents: job.cap_cents };
  }
  if (job.status === 'AWAITING_UPLOAD') await refuseDear(ctx, job);
  return {
    jobId,
    status: 'QUOTED',
    pages: job.page_count,
    pagesToRead: job.pages_to_read,
    rateCents: job.rate_cents,
    quotedCents: job.quoted_cents,
    capCents: job.cap_cents,
  };
}

const nothingYet = { pages: null, pagesToRead: null, rateCents: null, quotedCents: null };

/** Nothing is stored that a sweep could ring for: who asks again rings again, also after a failure on our side. */
async function askWorker(ctx: UserCtx, job: JobRow): Promise<void> {
  const known =
    job.error_code === null ? null : new AppError(job.error_code as ErrorCode, job.error_detail ?? '');
  // What is wrong with the upload may be right by now: it is looked at anew.
  if (known !== null && known.status < 500 && known.code !== 'upload-mismatch') throw known;
  await checkUpload(ctx, job);
  const payload = { jobId: job.id, run: job.run, traceId: ctx.traceId, quote: true as const };
  try {
    await ctx.queues.add('open', payload, { taskId: taskIds.quote(job.id, job.run) });
  } catch (cause) {
    throw new AppError('database-unavailable', 'The queue does not answer: ask again.', { cause });
  }
}
