import { NativeRecogniser } from '#worker/ocr/native-recogniser.ts';
import { PooledEngine, type PoolOptions } from '#worker/ocr/pooled-engine.ts';
import type { TesseractProgram } from '#worker/ocr/run-tesseract.ts';

/** The `tesseract` program that is installed on the machine, as many processes at once as the pool is large. */
export class NativeEngine extends PooledEngine {
  constructor(program: TesseractProgram, options: PoolOptions = {}) {
    super('tesseract', () => new NativeRecogniser(program), options);
  }
}
