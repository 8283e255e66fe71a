import { availableParallelism } from 'node:os';
import { AppError } from '#shared/errors.ts';
import type { FigurePart, FigureReading, OcrEngine, OcrLayout, OcrWord } from '#worker/ocr/ocr-engine.ts';
import { settleWithin } from '#worker/ocr/settle-within.ts';
import { Slots } from '#worker/ocr/slots.ts';
import { TesseractWorker } from '#worker/ocr/tesseract-worker.ts';
import type { Box } from '#worker/page/page-model.ts';
import type { GreyImage } from '#worker/pdf/grey-image.ts';

export interface TesseractOptions {
  /** Threads, each of about 185 MB. Default: one per core. */
  size?: number;
  /** Seconds one picture may take, its wait for a thread not counted. */
  timeoutSeconds?: number;
  /** Pictures after which a thread is replaced, because the recogniser never gives memory back. */
  pagesPerWorker?: number;
}

/** Tesseract in a pool of one-thread workers, started when needed. A cancelled or slow picture costs its thread. */
export class TesseractEngine implements OcrEngine {
  readonly #size: number;
  readonly #timeoutSeconds: number;
  readonly #pagesPerWorker: number;
  readonly #slots: Slots;
  readonly #closing = new AbortController();
  readonly #workers = new Set<TesseractWorker>();
  readonly #idle: TesseractWorker[] = [];

  constructor(options: TesseractOptions = {}) {
    this.#size = options.size ?? availableParallelism();
    this.#timeoutSeconds = options.timeoutSeconds ?? DEFAULT_TIMEOUT_SECONDS;
    this.#pagesPerWorker = options.pagesPerWorker ?? DEFAULT_PAGES_PER_WORKER;
    this.#slots = new Slots(this.#size);
  }

  /** Starts all threads ahead of the first picture. Throws AppError ocr-failed. */
  async warm(): Promise<void> {
    while (this.#workers.size < this.#size) this.#idle.push(this.#start());
    await Promise.all([...this.#workers].map((worker) => worker.warm())).catch((cause: unknown) => {
      throw failure(cause);
    });
  }

  async readImage(image: GreyImage, signal: AbortSignal, layout: OcrLayout = 'page'): Promise<OcrWord[]> {
    return this.#use((worker) => worker.read(image, layout), signal);
  }

  async readFigures(image: GreyImage, parts: FigurePart[], signal: AbortSignal): Promise<FigureReading[]> {
    return this.#use((worker) => worker.readFigures(image, parts), signal);
  }

  async readLines(image: GreyImage, parts: Box[], signal: AbortSignal): Promise<OcrWord[][]> {
    return this.#use((worker) => worker.readLines(image, parts), signal);
  }

  async close(): Promise<void> {
    this.#closing.abort();
    await Promise.all([...this.#workers].map((worker) => this.#end(worker)));
  }

  async #use<T>(work: (worker: TesseractWorker) => Promise<T>, signal: AbortSignal): Promise<T> {
    const stop = AbortSignal.any([signal, this.#closing.signal]);
    const release = await this.#slots.take(stop).catch((cause: unknown) => {
      throw new AppError('job-cancelled', 'The job was cancelled.', { cause });
    });
    const worker = this.#idle.pop() ?? this.#start();
    try {
      const result = await settleWithin(work(worker), { seconds: this.#timeoutSeconds, signal: stop });
      if (worker.pageCount < this.#pagesPerWorker) this.#idle.push(worker);
      else await this.#end(worker);
      release();
      return result;
    } catch (error) {
      // The caller hears of it at once; the place is free only when the thread is gone.
      void this.#end(worker).finally(release);
      throw error instanceof AppError ? error : failure(error);
    }
  }

  #start(): TesseractWorker {
    const worker = new TesseractWorker();
    this.#workers.add(worker);
    return worker;
  }

  async #end(worker: TesseractWorker): Promise<void> {
    await worker.end();
    this.#workers.delete(worker);
  }
}

/** A dense page takes about 5 s on one core; ten times that is a page that hangs. */
const DEFAULT_TIMEOUT_SECONDS = 60;
const DEFAULT_PAGES_PER_WORKER = 100;

function failure(cause: unknown): AppError {
  return new AppError(
    'ocr-failed',
    'The page could not be read. Try again, or send it in a higher resolution.',
    { cause },
  );
}
