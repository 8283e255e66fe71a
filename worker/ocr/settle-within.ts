import { AppError } from '#shared/errors.ts';

/**
 * The outcome of `work`, unless the signal fires (AppError job-cancelled) or the time is up (ocr-timeout).
 * It does not wait for `work` then, which may never settle.
 */
export async function settleWithin<T>(
  work: Promise<T>,
  { seconds, signal }: { seconds: number; signal: AbortSignal },
): Promise<T> {
  const { promise: stopped, reject } = Promise.withResolvers<never>();
  const abort = (): void => reject(new AppError('job-cancelled', 'The job was cancelled.'));
  const timer = setTimeout(() => reject(tooLong(seconds)), seconds * 1000);
  signal.addEventListener('abort', abort, { once: true });
  if (signal.aborted) abort();
  try {
    return await Promise.race([work, stopped]);
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', abort);
  }
}

function tooLong(seconds: number): AppError {
  const facts = { timeoutSeconds: seconds };
  return new AppError('ocr-timeout', 'Reading the page took too long. Send it in a lower resolution.', {
    facts,
  });
}
