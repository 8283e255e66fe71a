import { Worker } from 'node:worker_threads';
import { AppError } from '#shared/errors.ts';
import type { ErrorCode } from '#shared/errors.ts';
import type { LayeredFile } from './add-text-layers.ts';
import { protectedFile } from './protected-file.ts';

/** What the thread says. */
export type SavedAnswer =
  | { ok: true; bytes: Uint8Array<ArrayBuffer> }
  | { ok: false; code: ErrorCode; detail: string };

export interface SaveLimits {
  timeoutSeconds: number;
  /** Memory of the thread, its buffers included. */
  maxBytes: number;
  signal?: AbortSignal;
}

/**
 * Adds text layers in a thread of its own, which is ended where it takes too long or too much memory. Throws AppError
 * pdf-broken, pdf-encrypted, resource-limit, job-cancelled (the signal).
 */
export async function saveSearchable(file: LayeredFile, limits: SaveLimits): Promise<Uint8Array> {
  const { timeoutSeconds, maxBytes, signal } = limits;
  if (signal?.aborted === true) throw cancelled();
  const outcome = Promise.withResolvers<Uint8Array>();
  const thread = new Worker(new URL('./searchable-thread.ts', import.meta.url), {
    workerData: file,
    resourceLimits: { maxOldGenerationSizeMb: Math.ceil(maxBytes / MEBIBYTE) },
    stdout: true,
    stderr: true,
  });
  const abort = (): void => outcome.reject(cancelled());
  const timer = setTimeout(() => outcome.reject(late(timeoutSeconds)), timeoutSeconds * 1000);
  const watch = setInterval(() => {
    void isOver(thread, maxBytes).then((over) => (over ? outcome.reject(tooMuch()) : undefined));
  }, WATCH_MS);
  signal?.addEventListener('abort', abort);
  thread.on('message', (answer: SavedAnswer) =>
    answer.ok ? outcome.resolve(answer.bytes) : outcome.reject(errorOf(answer)),
  );
  thread.on('error', (error) => outcome.reject(isOutOfMemory(error) ? tooMuch() : unwritable(error)));
  thread.on('exit', () => outcome.reject(unwritable()));
  try {
    return await outcome.promise;
  } finally {
    clearTimeout(timer);
    clearInterval(watch);
    signal?.removeEventListener('abort', abort);
    await thread.terminate();
  }
}

const MEBIBYTE = 1024 * 1024;
const WATCH_MS = 100;

/** The limits of a thread count what scripts allocate, not their buffers; a bomb unpacks into buffers. */
async function isOver(thread: Worker, maxBytes: number): Promise<boolean> {
  try {
    const heap = await thread.getHeapStatistics();
    return heap.external_memory + heap.used_heap_size > maxBytes;
  } catch {
    // It has ended; why, its own events say.
    return false;
  }
}

function isOutOfMemory(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY';
}

function errorOf({ code, detail }: Extract<SavedAnswer, { ok: false }>): AppError {
  if (code === 'pdf-encrypted') return protectedFile();
  return detail === '' ? unwritable() : new AppError(code, detail);
}

function unwritable(cause?: unknown): AppError {
  const detail =
    'Text cannot be added to this PDF as it is built. Print it as a new PDF and lift that; the other formats are not touched.';
  return new AppError('pdf-broken', detail, { cause });
}

function late(timeoutSeconds: number): AppError {
  return new AppError(
    'resource-limit',
    'Adding the text takes too long. Split the PDF, or raise SEARCHABLE_PDF_TIMEOUT_SECONDS.',
    { facts: { timeoutSeconds } },
  );
}

function tooMuch(): AppError {
  return new AppError(
    'resource-limit',
    'Adding the text takes too much memory. Split the PDF, or raise SEARCHABLE_PDF_MEMORY_MB.',
  );
}

function cancelled(): AppError {
  return new AppError('job-cancelled', 'The worker stops; another one goes on.');
}
