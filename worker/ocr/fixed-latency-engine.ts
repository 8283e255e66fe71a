import { setTimeout } from 'node:timers/promises';
import type { FigurePart, FigureReading, OcrWord } from '#worker/ocr/ocr-engine.ts';
import { PooledEngine, type PoolOptions } from '#worker/ocr/pooled-engine.ts';
import type { Recogniser } from '#worker/ocr/recogniser.ts';
import type { Box } from '#worker/page/page-model.ts';
import type { GreyImage } from '#worker/pdf/grey-image.ts';

/**
 * An engine that gives the same words for every picture after a fixed time, so that a benchmark measures the rest.
 * It reads as many pictures side by side as its size says, as a real one does; figures and lines are not read again.
 */
export class FixedLatencyEngine extends PooledEngine {
  constructor(words: OcrWord[], latencyMs: number, options: PoolOptions = {}) {
    super('fixed-latency', () => new SleepingRecogniser(words, latencyMs), options);
  }
}

class SleepingRecogniser implements Recogniser {
  readonly pageCount = 0;
  readonly #words: OcrWord[];
  readonly #latencyMs: number;
  readonly #ended = new AbortController();

  constructor(words: OcrWord[], latencyMs: number) {
    this.#words = words;
    this.#latencyMs = latencyMs;
  }

  async warm(): Promise<void> {}

  async read(): Promise<OcrWord[]> {
    return setTimeout(this.#latencyMs, this.#words, { signal: this.#ended.signal });
  }

  async readFigures(_image: GreyImage, parts: FigurePart[]): Promise<FigureReading[]> {
    return parts.map(() => ({ text: '', confidence: 0 }));
  }

  async readLines(_image: GreyImage, parts: Box[]): Promise<OcrWord[][]> {
    return parts.map(() => []);
  }

  async end(): Promise<void> {
    this.#ended.abort();
  }
}
