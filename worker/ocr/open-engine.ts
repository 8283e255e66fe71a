import type { Config } from '#shared/config.ts';
import type { OcrEngine } from './ocr-engine.ts';
import { TesseractEngine } from './tesseract-engine.ts';

/** The recogniser that the configuration asks for; its threads start with the first page. */
export function openEngine(config: Config): OcrEngine {
  return new TesseractEngine({ size: config.OCR_WORKERS, timeoutSeconds: config.OCR_PAGE_TIMEOUT_MS / 1000 });
}
