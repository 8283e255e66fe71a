import { Worker } from 'node:worker_threads';
import { AppError } from '#shared/errors.ts';
import type {
  ThreadAnswer,
  ThreadCallName,
  ThreadCalls,
  ThreadRequest,
  ThreadStart,
} from '#worker/pdf/thread-protocol.ts';

/** A document's thread, one call at a time. A call that takes too long, is aborted under way, or crashes ends it. */
export class ThreadClient {
  readonly #thread: Worker;
  readonly #timeoutSeconds: number;
  #tail: Promise<unknown> = Promise.resolve();
  #underWay: PromiseWithResolvers<unknown> | undefined;
  #ended: AppError | undefined;
  #gone = false;

  constructor(start: ThreadStart, timeoutSeconds: number) {
    this.#timeoutSeconds = timeoutSeconds;
    this.#thread = new Worker(new URL('./pdf-thread.ts', import.meta.url), {
      workerData: start,
      resourceLimits: { maxOldGenerationSizeMb: MAX_SCRIPT_MB },
      stdout: true,
      stderr: true,
    });
    this.#thread.on('message', (answer: ThreadAnswer) => this.#take(answer));
    this.#thread.on('error', (cause) => void this.#end(crashed(cause)));
    this.#thread.on('exit', () => {
      this.#gone = true;
      void this.#end(crashed(undefined));
    });
  }

  /**
   * Throws the thread's AppError, or resource-limit (timeout, memory), job-cancelled (this call's signal),
   * pdf-broken (crash); once the thread has ended, what ended it, or internal where another call was aborted.
   */
  call<Name extends ThreadCallName>(
    name: Name,
    takes: ThreadCalls[Name]['takes'],
    signal?: AbortSignal,
  ): Promise<ThreadCalls[Name]['gives']> {
    const result = this.#tail.then(() => this.#callNow(name, takes, signal));
    this.#tail = result.catch(() => {});
    return untilAborted(result as Promise<ThreadCalls[Name]['gives']>, signal);
  }

  /** Ends the thread; a call under way fails. */
  async close(): Promise<void> {
    await this.#end(closed());
  }

  async #callNow(name: ThreadCallName, takes: unknown, signal?: AbortSignal): Promise<unknown> {
    if (this.#ended !== undefined) throw this.#ended;
    if (signal?.aborted === true) throw cancelled();
    const underWay = Promise.withResolvers<unknown>();
    const abort = (): void => {
      underWay.reject(cancelled());
      void this.#end(closed());
    };
    const timer = setTimeout(() => void this.#end(late(this.#timeoutSeconds)), this.#timeoutSeconds * 1000);
    signal?.addEventListener('abort', abort);
    this.#underWay = underWay;
    try {
      this.#send({ name, takes } as ThreadRequest);
      return await underWay.promise;
    } finally {
      this.#underWay = undefined;
      clearTimeout(timer);
      signal?.removeEventListener('abort', abort);
    }
  }

  #send(request: ThreadRequest): void {
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread is no window
    this.#thread.postMessage(request);
  }

  #take(answer: ThreadAnswer): void {
    if (answer.ok) {
      this.#underWay?.resolve(answer.gives);
      return;
    }
    const error = new AppError(answer.error.code, answer.error.detail, { facts: answer.error.facts });
    this.#underWay?.reject(error);
    if (answer.fatal) void this.#end(error);
  }

  async #end(reason: AppError): Promise<void> {
    const idle = this.#underWay === undefined && this.#ended === undefined;
    this.#ended ??= reason;
    this.#underWay?.reject(this.#ended);
    // Cutting a thread off among compiled code is for those that hang: an idle one leaves by itself.
    if (idle && !this.#gone) await this.#leave();
    await this.#thread.terminate();
  }

  /** Asks the thread to go, and waits a moment for it. */
  async #leave(): Promise<void> {
    const gone = Promise.withResolvers<void>();
    const timer = setTimeout(gone.resolve, LEAVE_MS);
    this.#thread.once('exit', () => gone.resolve());
    this.#send({ name: 'leave' });
    await gone.promise;
    clearTimeout(timer);
  }
}

/** An idle thread is gone in milliseconds. */
const LEAVE_MS = 1000;
/** Script memory of the thread; PDFium's own heap is capped apart from it. */
const MAX_SCRIPT_MB = 512;

function cancelled(): AppError {
  return new AppError('job-cancelled', 'The job was cancelled.');
}

function closed(): AppError {
  return new AppError('internal', 'The document was closed while others used it. Open it again.');
}

function late(timeoutSeconds: number): AppError {
  const facts = { timeoutSeconds };
  return new AppError(
    'resource-limit',
    'The PDF takes too long to read. Print it as a new PDF and send that.',
    { facts },
  );
}

function crashed(cause: unknown): AppError {
  if (cause instanceof Error && 'code' in cause && cause.code === 'ERR_WORKER_OUT_OF_MEMORY') {
    return new AppError(
      'resource-limit',
      'The PDF asks for too much memory. Print it as a new PDF and send that.',
    );
  }
  return new AppError('pdf-broken', 'The PDF cannot be read. Print it as a new PDF and send that.', {
    cause,
  });
}

/** The outcome, or job-cancelled as soon as the signal fires, also for a call that still waits for its turn. */
async function untilAborted<T>(outcome: Promise<T>, signal?: AbortSignal): Promise<T> {
  if (signal === undefined) return outcome;
  const { promise: aborted, reject } = Promise.withResolvers<never>();
  const abort = (): void => reject(cancelled());
  signal.addEventListener('abort', abort);
  try {
    return await Promise.race([outcome, aborted]);
  } finally {
    signal.removeEventListener('abort', abort);
  }
}
