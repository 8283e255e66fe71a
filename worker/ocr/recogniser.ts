import type { FigurePart, FigureReading, OcrLayout, OcrWord } from '#worker/ocr/ocr-engine.ts';
import type { Box } from '#worker/page/page-model.ts';
import type { GreyImage } from '#worker/pdf/grey-image.ts';

/**
 * What reads one picture at a time: a thread, or a process for each picture. It begins to start when it is made.
 * Its promises may never settle once it was ended, and reject with anything: the pool races and wraps them.
 */
export interface Recogniser {
  /** Pages read so far, where memory stays taken by them; else 0. */
  readonly pageCount: number;
  /** Resolves when it can read; until then it holds nothing of any picture. */
  warm(): Promise<void>;
  read(image: GreyImage, layout: OcrLayout): Promise<OcrWord[]>;
  readFigures(image: GreyImage, parts: FigurePart[]): Promise<FigureReading[]>;
  readLines(image: GreyImage, parts: Box[]): Promise<OcrWord[][]>;
  /** Ends it, whatever it is doing; resolves when it is gone. Safe to call twice. */
  end(): Promise<void>;
}
