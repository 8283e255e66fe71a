import { availableParallelism } from 'node:os';
import { AppError } from '#shared/errors.ts';
import type {
  EngineName,
  FigurePart,
  FigureReading,
  OcrEngine,
  OcrLayout,
  OcrWord,
} from '#worker/ocr/ocr-engine.ts';
import type { Recogniser } from '#worker/ocr/recogniser.ts';
import { settleWithin } from '#worker/ocr/settle-within.ts';
import { Slots } from '#worker/ocr/slots.ts';
import type { Box } from '#worker/page/page-model.ts';
import type { GreyImage } from '#worker/pdf/grey-image.ts';

export interface PoolOptions {
  /** Pictures read side by side. Default: one per core. */
  size?: number;
  /** Seconds one picture may take, its wait for a recogniser and that one's start not counted. */
  timeoutSeconds?: number;
  /** Pages after which a recogniser is replaced, because it never gives back the memory of its largest page. */
  pagesPerWorker?: number;
}

/** A pool of recognisers, each started when first needed. A cancelled, slow or failed picture costs its recogniser. */
export class PooledEngine implements OcrEngine {
  readonly name: EngineName;
  readonly #make: () => Recogniser;
  readonly #size: number;
  readonly #timeoutSeconds: number;
  readonly #pagesPerWorker: number;
  readonly #slots: Slots;
  readonly #closing = new AbortController();
  readonly #living = new Set<Recogniser>();
  readonly #idle: Recogniser[] = [];

  constructor(name: EngineName, make: () => Recogniser, options: PoolOptions = {}) {
    this.name = name;
    this.#make = make;
    this.#size = options.size ?? availableParallelism();
    this.#timeoutSeconds = options.timeoutSeconds ?? DEFAULT_TIMEOUT_SECONDS;
    this.#pagesPerWorker = options.pagesPerWorker ?? DEFAULT_PAGES_PER_WORKER;
    this.#slots = new Slots(this.#size);
  }

  async readImage(image: GreyImage, signal: AbortSignal, layout: OcrLayout = 'page'): Promise<OcrWord[]> {
    return this.#use((recogniser) => recogniser.read(image, layout), signal);
  }

  async readFigures(image: GreyImage, parts: FigurePart[], signal: AbortSignal): Promise<FigureReading[]> {
    return this.#use((recogniser) => recogniser.readFigures(image, parts), signal);
  }

  async readLines(image: GreyImage, parts: Box[], signal: AbortSignal): Promise<OcrWord[][]> {
    return this.#use((recogniser) => recogniser.readLines(image, parts), signal);
  }

  async close(): Promise<void> {
    this.#closing.abort();
    await Promise.all([...this.#living].map((recogniser) => this.#end(recogniser)));
  }

  async #use<T>(work: (recogniser: Recogniser) => Promise<T>, signal: AbortSignal): Promise<T> {
    const stop = AbortSignal.any([signal, this.#closing.signal]);
    const release = await this.#takeSlot(stop);
    const recogniser = this.#idle.pop() ?? this.#start();
    let begun = false;
    try {
      await settleWithin(recogniser.warm(), { seconds: START_SECONDS, signal: stop });
      begun = true;
      const result = await settleWithin(work(recogniser), { seconds: this.#timeoutSeconds, signal: stop });
      if (recogniser.pageCount < this.#pagesPerWorker) this.#giveBack(recogniser, release);
      else void this.#replace(recogniser).finally(release);
      return result;
    } catch (error) {
      // One that is still starting knows nothing of the picture: it is for the next one.
      if (stop.aborted && !begun) this.#giveBack(recogniser, release);
      // The caller hears of it at once; the place is free only when the recogniser is gone.
      else void this.#replace(recogniser).finally(release);
      throw error instanceof AppError ? error : failure(error);
    }
  }

  async #takeSlot(stop: AbortSignal): Promise<() => void> {
    try {
      const release = await this.#slots.take(stop);
      // Between the place and this line the engine may have been closed: nothing may start any more.
      if (!stop.aborted) return release;
      release();
    } catch (cause) {
      throw new AppError('job-cancelled', 'The job was cancelled.', { cause });
    }
    throw new AppError('job-cancelled', 'The job was cancelled.');
  }

  #giveBack(recogniser: Recogniser, release: () => void): void {
    this.#idle.push(recogniser);
    release();
  }

  /** The next one starts as soon as the old one is gone, while the next page is still being rendered. */
  async #replace(recogniser: Recogniser): Promise<void> {
    await this.#end(recogniser);
    if (!this.#closing.signal.aborted) this.#idle.push(this.#start());
  }

  #start(): Recogniser {
    const recogniser = this.#make();
    this.#living.add(recogniser);
    return recogniser;
  }

  async #end(recogniser: Recogniser): Promise<void> {
    await recogniser.end();
    this.#living.delete(recogniser);
  }
}

/** A dense page takes about 5 s on one core; ten times that is a page that hangs. */
const DEFAULT_TIMEOUT_SECONDS = 60;
const DEFAULT_PAGES_PER_WORKER = 100;
/** A start takes half a second on an idle core. */
const START_SECONDS = 60;

function failure(cause: unknown): AppError {
  const facts = cause instanceof Error && 'facts' in cause ? (cause.facts as Record<string, unknown>) : {};
  const detail = 'The page could not be read. Try again, or send it in a higher resolution.';
  return new AppError('ocr-failed', detail, { cause, facts });
}
