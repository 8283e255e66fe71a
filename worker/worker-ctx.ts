import type { Ctx } from '#shared/context.ts';
import type { OcrEngine } from './ocr/ocr-engine.ts';
import type { Sources } from './sources.ts';

/** What the pipeline works with: the services, and the worker's own engine and opened files. */
export interface WorkerCtx extends Ctx {
  ocr: OcrEngine;
  sources: Sources;
}
