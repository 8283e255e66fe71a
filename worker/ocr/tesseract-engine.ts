import { PooledEngine, type PoolOptions } from '#worker/ocr/pooled-engine.ts';
import { TesseractWorker } from '#worker/ocr/tesseract-worker.ts';

/** tesseract.js in a pool of threads, each of about 185 MB. */
export class TesseractEngine extends PooledEngine {
  constructor(options: PoolOptions = {}) {
    super('tesseract.js', () => new TesseractWorker(), options);
  }
}
