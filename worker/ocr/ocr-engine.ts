import type { Box } from '#worker/page/page-model.ts';
import type { GreyImage } from '#worker/pdf/grey-image.ts';

/** What turns a picture of a page into words. */
export interface OcrEngine {
  /**
   * The words of an upright picture, in the recogniser's reading order.
   * Throws AppError: job-cancelled (at once when the signal fires), ocr-timeout, ocr-failed.
   */
  readImage(image: GreyImage, signal: AbortSignal): Promise<OcrWord[]>;
  /** Gives back all threads; what is under way fails with job-cancelled. */
  close(): Promise<void>;
}

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
  /** Other readings, best first. */
  alternatives?: string[];
}
