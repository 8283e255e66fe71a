import type { Ctx } from '#shared/context.ts';
import type { OcrEngine } from './ocr/ocr-engine.ts';
import type { Cancellations } from './cancellations.ts';
import type { Meters } from './monitor/meters.ts';
import type { Sources } from './sources.ts';

/** What the pipeline works with: the services, and the worker's own engine, opened files, runs in hand and counters. */
export interface WorkerCtx extends Ctx {
  ocr: OcrEngine;
  sources: Sources;
  cancellations: Cancellations;
  meters: Meters;
}
