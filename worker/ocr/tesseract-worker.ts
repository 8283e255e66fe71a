import { dirname, join } from 'node:path';
import { createRequire } from 'node:module';
import type { Worker as Thread } from 'node:worker_threads';
import { createWorker, OEM, PSM } from 'tesseract.js';
import type { Worker } from 'tesseract.js';
import { encodePgm } from '#worker/ocr/encode-pgm.ts';
import type { OcrWord } from '#worker/ocr/ocr-engine.ts';
import { wordsOfBlocks } from '#worker/ocr/words-of-blocks.ts';
import type { GreyImage } from '#worker/pdf/grey-image.ts';

/**
 * One recogniser in a thread of its own, starting as soon as it is made. Nothing is ever downloaded or written.
 * Its promises may never settle once it was ended: the caller races them.
 */
export class TesseractWorker {
  /** Pages read so far; the recogniser's memory grows with them. */
  pageCount = 0;
  readonly #ready: Promise<Worker>;

  constructor() {
    this.#ready = start();
    // Who waits for it hears of a failure; who does not must not bring the process down.
    this.#ready.catch(() => {});
  }

  async warm(): Promise<void> {
    await this.#ready;
  }

  /** Rejects with whatever tesseract.js rejects with, often a string. */
  async read(image: GreyImage): Promise<OcrWord[]> {
    const worker = await this.#ready;
    await worker.setParameters({ user_defined_dpi: String(Math.round(image.dpi)) });
    const { data } = await worker.recognize(encodePgm(image), {}, { text: false, blocks: true });
    this.pageCount += 1;
    return wordsOfBlocks(data.blocks ?? []);
  }

  /** Resolves when the thread is gone. */
  async end(): Promise<void> {
    const worker = await this.#ready.catch(() => undefined);
    if (worker !== undefined) await threadOf(worker).terminate();
  }
}

async function start(): Promise<Worker> {
  const worker = await createWorker('eng', OEM.LSTM_ONLY, {
    langPath: languagePath(),
    cacheMethod: 'none',
    gzip: true,
    // Without a handler a picture that cannot be read is an uncaught exception; the rejected promise tells enough.
    errorHandler: () => {},
  });
  const thread = threadOf(worker);
  thread.on('error', () => {});
  // Tesseract and Leptonica report every odd blot on stderr, past all settings.
  thread.stderr.unpipe(process.stderr);
  thread.stderr.resume();
  await worker.setParameters({ tessedit_pageseg_mode: PSM.SINGLE_COLUMN });
  return worker;
}

/** "best, integer": as accurate as the float model, and the only LSTM-only one on npm. */
function languagePath(): string {
  const data = createRequire(import.meta.url).resolve('@tesseract.js-data/eng/package.json');
  return join(dirname(data), '4.0.0_best_int');
}

/** The types leave out the thread that tesseract.js hands out. */
function threadOf(worker: Worker): Thread {
  return (worker as unknown as { worker: Thread }).worker;
}
