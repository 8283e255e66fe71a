import { fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { AppError } from '#shared/errors.ts';
import { PixelPipe } from '#worker/pdf/pixel-pipe.ts';
import { PIXEL_PIPE, pictureOf } from '#worker/pdf/process-protocol.ts';
import type { ProcessAnswer, ProcessCallName, ProcessCalls } from '#worker/pdf/process-protocol.ts';

/** A document's process, one call at a time. A call that takes too long, is aborted under way, or crashes ends it. */
export class ProcessClient {
  readonly #process: ChildProcess;
  readonly #pixels: PixelPipe;
  readonly #gone = Promise.withResolvers<void>();
  #tail: Promise<unknown> = Promise.resolve();
  #underWay: PromiseWithResolvers<unknown> | undefined;
  #name: ProcessCallName | undefined;
  #ended: AppError | undefined;
  /** What each call may take from now on. */
  timeoutSeconds = 30;

  constructor() {
    this.#process = startProcess();
    this.#process.on('message', (answer: ProcessAnswer) => void this.#take(answer));
    this.#process.on('error', (cause) => void this.#end(crashed(null, cause)));
    this.#process.on('exit', (_code, signal) => {
      this.#gone.resolve();
      void this.#endCrashed(signal);
    });
    this.#pixels = new PixelPipe(pixelStream(this.#process));
  }

  get ended(): boolean {
    return this.#ended !== undefined;
  }

  /**
   * Throws the process's AppError, or resource-limit (timeout, memory), job-cancelled (this call's signal), ocr-failed
   * (a crash over this very page), internal (a crash while opening); once the process has ended, what ended it, or
   * internal where another call was aborted.
   */
  call<Name extends ProcessCallName>(
    name: Name,
    takes: ProcessCalls[Name]['takes'],
    signal?: AbortSignal,
  ): Promise<ProcessCalls[Name]['gives']> {
    const result = this.#tail.then(() => this.#callNow(name, takes, signal));
    this.#tail = result.catch(() => {});
    return untilAborted(result as Promise<ProcessCalls[Name]['gives']>, signal);
  }

  /** Ends the process; a call under way fails. */
  async close(): Promise<void> {
    await this.#end(closed());
  }

  async #callNow(name: ProcessCallName, takes: unknown, signal?: AbortSignal): Promise<unknown> {
    if (this.#ended !== undefined) throw this.#ended;
    if (signal?.aborted === true) throw cancelled();
    const underWay = Promise.withResolvers<unknown>();
    const abort = (): void => {
      underWay.reject(cancelled());
      void this.#end(closed());
    };
    const timer = setTimeout(() => void this.#end(late(this.timeoutSeconds)), this.timeoutSeconds * 1000);
    signal?.addEventListener('abort', abort);
    this.#underWay = underWay;
    this.#name = name;
    try {
      // What cannot be sent is no loss: the process is gone then, and 'exit' tells why.
      if (this.#process.connected) this.#process.send({ name, takes }, () => {});
      return await underWay.promise;
    } finally {
      this.#underWay = undefined;
      clearTimeout(timer);
      signal?.removeEventListener('abort', abort);
    }
  }

  async #take(answer: ProcessAnswer): Promise<void> {
    if (answer.ok) {
      await this.#addPixels(answer);
      this.#underWay?.resolve(answer.gives);
      return;
    }
    const error = new AppError(answer.error.code, answer.error.detail, { facts: answer.error.facts });
    this.#underWay?.reject(error);
    if (answer.fatal) void this.#end(error);
  }

  async #addPixels({ gives, pixelBytes }: { gives: unknown; pixelBytes: number }): Promise<void> {
    const picture = this.#name === undefined ? undefined : pictureOf(this.#name, gives);
    if (picture !== undefined && pixelBytes > 0) picture.pixels = await this.#pixels.read(pixelBytes);
  }

  /** Who counts a page's failures must tell the page that did it from those that waited behind it. */
  async #endCrashed(signal: NodeJS.Signals | null): Promise<void> {
    const reason = crashed(signal);
    const ofPage = this.#name !== 'open' && reason.code === 'internal' && !this.ended;
    if (ofPage) this.#underWay?.reject(new AppError('ocr-failed', reason.message, { facts: reason.facts }));
    await this.#end(reason);
  }

  async #end(reason: AppError): Promise<void> {
    this.#ended ??= reason;
    this.#underWay?.reject(this.#ended);
    // It holds nothing that must be kept: no need to ask first.
    if (this.#process.pid === undefined) this.#gone.resolve();
    else this.#process.kill('SIGKILL');
    await this.#gone.promise;
  }
}

/** Script memory of the process; PDFium's own heap is capped apart from it. */
const MAX_SCRIPT_MB = 512;

/** Our own modules without their types: a start takes half the time. Where it cannot be written, there is none. */
const CODE_CACHE = fileURLToPath(new URL('../../node_modules/.cache/pdf-process', import.meta.url));

/**
 * Its environment holds nothing of ours: a process that reads strangers' files needs no secret. It is detached, so that Ctrl-C in a
 * terminal leaves the pages under way to the worker's own shutdown; it ends when the worker does.
 */
function startProcess(): ChildProcess {
  return fork(fileURLToPath(new URL('./pdf-process.ts', import.meta.url)), [], {
    serialization: 'advanced',
    execArgv: [`--max-old-space-size=${MAX_SCRIPT_MB}`],
    env: { NODE_COMPILE_CACHE: CODE_CACHE },
    detached: true,
    stdio: ['ignore', 'ignore', 'ignore', 'ipc', 'pipe'],
  });
}

/** An empty one where the process could not be started, which is told elsewhere. */
function pixelStream(child: Partial<ChildProcess>): Readable {
  // Where descriptors run out, Node makes none at all.
  const stream = child.stdio?.[PIXEL_PIPE];
  return stream instanceof Readable ? stream : Readable.from([]);
}

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

/** Script memory that is used up ends a process by SIGABRT. Whatever else ends it may be no fault of the file. */
function crashed(signal: NodeJS.Signals | null, cause?: Error): AppError {
  if (signal === 'SIGABRT') {
    return new AppError(
      'resource-limit',
      'The PDF asks for too much memory. Print it as a new PDF and send that.',
    );
  }
  const detail =
    'The process that read the PDF ended. Try again; if it ends again, print the PDF as a new one.';
  return new AppError('internal', detail, { facts: { signal }, cause });
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
