import { setTimeout } from 'node:timers/promises';
import { AppError } from '#shared/errors.ts';
import type { FigureReading, OcrEngine, OcrWord } from '#worker/ocr/ocr-engine.ts';
import type { GreyImage } from '#worker/pdf/grey-image.ts';

/** An engine that gives the same words for every picture after a fixed time, so that a benchmark measures the rest. */
export class FixedLatencyEngine implements OcrEngine {
  readonly #words: OcrWord[];
  readonly #latencyMs: number;

  constructor(words: OcrWord[], latencyMs: number) {
    this.#words = words;
    this.#latencyMs = latencyMs;
  }

  /** Throws AppError job-cancelled when the signal fires. */
  async readImage(_image: GreyImage, signal: AbortSignal): Promise<OcrWord[]> {
    try {
      return await setTimeout(this.#latencyMs, this.#words, { signal });
    } catch (cause) {
      throw new AppError('job-cancelled', 'The job was cancelled.', { cause });
    }
  }

  async readFigures(): Promise<FigureReading[]> {
    return [];
  }

  async readLines(): Promise<OcrWord[][]> {
    return [];
  }

  async close(): Promise<void> {}
}
