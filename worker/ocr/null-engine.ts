import type { FigurePart, FigureReading, OcrEngine, OcrWord } from '#worker/ocr/ocr-engine.ts';
import type { Box } from '#worker/page/page-model.ts';
import type { GreyImage } from '#worker/pdf/grey-image.ts';

/** An engine that reads nothing: for installations without OCR, where scanned pages stay empty. */
export class NullEngine implements OcrEngine {
  readonly name = 'null';

  async readImage(): Promise<OcrWord[]> {
    return [];
  }

  async readFigures(_image: GreyImage, parts: FigurePart[]): Promise<FigureReading[]> {
    return parts.map(() => ({ text: '', confidence: 0 }));
  }

  async readLines(_image: GreyImage, parts: Box[]): Promise<OcrWord[][]> {
    return parts.map(() => []);
  }

  async close(): Promise<void> {}
}
