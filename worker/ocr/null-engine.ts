import type { FigureReading, OcrEngine, OcrWord } from '#worker/ocr/ocr-engine.ts';

/** An engine that reads nothing: for installations without OCR, where scanned pages stay empty. */
export class NullEngine implements OcrEngine {
  async readImage(): Promise<OcrWord[]> {
    return [];
  }

  async readFigures(): Promise<FigureReading[]> {
    return [];
  }

  async readLines(): Promise<OcrWord[][]> {
    return [];
  }

  async close(): Promise<void> {}
}
