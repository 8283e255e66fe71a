import type { Config } from '#shared/config.ts';
import type { Box } from '#worker/page/page-model.ts';
import type { GreyImage } from '#worker/pdf/grey-image.ts';

/**
 * What turns a picture of a page into words. All methods throw AppError: job-cancelled (at once when the signal
 * fires), ocr-timeout, ocr-failed.
 */
export interface OcrEngine {
  /** Stands as provider on the cost rows of the pages it read. */
  readonly name: EngineName;
  /** The words of an upright picture, in the recogniser's reading order. */
  readImage(image: GreyImage, signal: AbortSignal, layout?: OcrLayout): Promise<OcrWord[]>;
  /** Reads parts of a picture again, each as one figure and nothing else: one reading per part, in order. */
  readFigures(image: GreyImage, parts: FigurePart[], signal: AbortSignal): Promise<FigureReading[]>;
  /** Reads parts of a picture, each as one line of text: its words, in pixels of the whole picture, part by part. */
  readLines(image: GreyImage, parts: Box[], signal: AbortSignal): Promise<OcrWord[][]>;
  /** Ends all threads and processes; what is under way fails with job-cancelled. */
  close(): Promise<void>;
}

/** What OCR_ENGINE may be set to. */
export type EngineName = Config['OCR_ENGINE'];

/** 'page': columns and blocks are looked for (the default); 'column': the page is taken for one column of lines. */
export type OcrLayout = 'page' | 'column';

export interface OcrWord {
  text: string;
  /** The ink, in pixels of the picture, origin top-left. */
  box: Box;
  /** 0..1 */
  confidence: number;
  /** Where the word stands on its line, in pixels from the top. */
  baseline: number;
  /** Estimated font size in pixels. */
  emPixels: number;
  /** Its line was taken for one that stands on end: taller than wide. */
  onEnd?: true;
  /** Other readings, best first. */
  alternatives?: string[];
}

export interface FigurePart {
  /** In pixels of the picture. */
  box: Box;
  /** Currency signs may be in it; where they may not, they are not taken for digits. */
  currency: boolean;
  /** Read with softened edges. */
  softened?: true;
}

export interface FigureReading {
  /** Without blanks; empty where nothing was recognised. */
  text: string;
  /** 0..1 */
  confidence: number;
}
