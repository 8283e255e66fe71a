import { type Answer, getJson } from './api.ts';
import { ApiProblem } from './api-problem.ts';

export interface Poll<T> {
  path: string;
  onBody(body: T): void;
  /** A problem that passes is asked past; after any other nothing more is asked. Null: it has passed. */
  onProblem(problem: unknown): void;
  /** Nothing more is asked once this says so. */
  isFinal(body: T): boolean;
}

const soonestMs = 1000;
const latestMs = 5000;

/**
 * Asks again and again: every second while things change, and up to every five while they do not; not at all while
 * nobody looks at the page. A function cannot hold a stream open, hence no push. Answers the stopper.
 */
export function poll<T>(wanted: Poll<T>): () => void {
  const controller = new AbortController();
  void run(wanted, controller.signal);
  return () => controller.abort();
}

async function run<T>(wanted: Poll<T>, signal: AbortSignal): Promise<void> {
  let etag: string | null = null;
  let before = '';
  let waitMs = soonestMs;
  for (;;) {
    await visible(signal);
    if (signal.aborted) return;
    try {
      const answer: Answer<T> | null = await getJson<T>(wanted.path, { etag, signal });
      if (signal.aborted) return;
      const text: string = answer === null ? before : JSON.stringify(answer.body);
      waitMs = text === before ? Math.min(latestMs, waitMs * 1.5) : soonestMs;
      [before, etag] = [text, answer === null ? etag : answer.etag];
      wanted.onProblem(null);
      if (answer !== null) wanted.onBody(answer.body);
      if (answer !== null && wanted.isFinal(answer.body)) return;
    } catch (error) {
      if (signal.aborted) return;
      wanted.onProblem(error);
      if (!(error instanceof ApiProblem) || !error.passing) return;
      waitMs = Math.max(latestMs, (error.retryAfterSeconds ?? 0) * 1000);
    }
    await pause(waitMs, signal);
  }
}

/** Ends early where it is stopped. */
async function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  await new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, milliseconds);
    signal.addEventListener(
      'abort',
      () => {
        clearTimeout(timer);
        resolve();
      },
      { once: true },
    );
  });
}

async function visible(signal: AbortSignal): Promise<void> {
  while (document.hidden && !signal.aborted) {
    await new Promise<void>((resolve) => {
      document.addEventListener('visibilitychange', () => resolve(), { once: true, signal });
      signal.addEventListener('abort', () => resolve(), { once: true });
    });
  }
}
