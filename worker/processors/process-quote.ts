import { noteQuoteFailure } from '#db/costs.ts';
import { AppError } from '#shared/errors.ts';
import type { Task } from '#shared/queue/consume.ts';
import { quoteUpload } from '../pipeline/quote-upload.ts';
import type { WorkerCtx } from '../worker-ctx.ts';
import { mayRetry, refuseCrashing } from './guard.ts';

/**
 * Quotes a file that was not started. A failure that a retry cannot help, or that came too often, is noted as its answer;
 * a file that took its workers down with it is not looked at again.
 */
export async function processQuote(ctx: WorkerCtx, task: Task<'open'>): Promise<void> {
  const { jobId } = task.payload;
  try {
    refuseCrashing(task);
    await quoteUpload(ctx, { jobId, signal: task.signal });
  } catch (error) {
    if (task.signal.aborted || mayRetry(task, error)) throw error;
    await noteQuoteFailure(ctx.db, { jobId, ...failureOf(error) });
  }
}

/** Only AppErrors speak; the text of others stays in the log. */
function failureOf(error: unknown): { code: string; detail: string } {
  if (error instanceof AppError) return { code: error.code, detail: error.message };
  return { code: 'internal', detail: 'Something failed on our side; try again later.' };
}
