import type { Config } from '#shared/config.ts';
import { fixedWords } from './fixed-words.ts';
import { FixedLatencyEngine } from './fixed-latency-engine.ts';
import { NativeEngine } from './native-engine.ts';
import { NullEngine } from './null-engine.ts';
import type { OcrEngine } from './ocr-engine.ts';
import type { PoolOptions } from './pooled-engine.ts';
import { requireTesseract } from './require-tesseract.ts';
import { TesseractEngine } from './tesseract-engine.ts';

/**
 * The recogniser that the configuration asks for; its threads start with the first page. Throws AppError
 * config-invalid where the native program is asked for and cannot do the work.
 */
export async function openEngine(config: Config): Promise<OcrEngine> {
  const options = {
    size: config.OCR_WORKERS,
    timeoutSeconds: config.OCR_PAGE_TIMEOUT_MS / 1000,
    pagesPerWorker: config.OCR_PAGES_PER_WORKER,
  };
  if (config.OCR_ENGINE === 'tesseract') return openNative(config, options);
  if (config.OCR_ENGINE === 'null') return new NullEngine();
  if (config.OCR_ENGINE === 'fixed-latency')
    return new FixedLatencyEngine(fixedWords(), config.OCR_FIXED_LATENCY_MS, options);
  return new TesseractEngine(options);
}

async function openNative(config: Config, options: PoolOptions): Promise<OcrEngine> {
  const program = { path: config.TESSERACT_PATH, tessdataFolder: config.TESSDATA_FOLDER };
  await requireTesseract(program);
  return new NativeEngine(program, options);
}
