import { appendFileSync, existsSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { loadConfig } from '#shared/config.ts';
import { openServices } from '#shared/open-services.ts';
import { fixedWords } from '#worker/ocr/fixed-words.ts';
import type { OcrWord } from '#worker/ocr/ocr-engine.ts';
import { PooledEngine } from '#worker/ocr/pooled-engine.ts';
import type { Recogniser } from '#worker/ocr/recogniser.ts';
import { startWorker } from '#worker/start-worker.ts';

/**
 * A worker as production runs it, with an engine that waits OCR_FIXED_LATENCY_MS a page and adds a line to the file
 * `notes` for each recognition that it begins. Where the file `hold` is there, recognitions wait for each other until
 * `holdAt` have begun; then the whole thread stands still until the file is gone: no lock is renewed, no signal heard.
 */
const [notes = '', hold = '', holdAt = '1'] = process.argv.slice(2);
const config = loadConfig();
const woken = Promise.withResolvers<undefined>();

class NotingRecogniser implements Recogniser {
  readonly pageCount = 0;

  async warm(): Promise<void> {}

  async read(): Promise<OcrWord[]> {
    appendFileSync(notes, 'begun\n');
    await sleep(config.OCR_FIXED_LATENCY_MS);
    if (existsSync(hold)) await together();
    return fixedWords();
  }

  async readFigures(): Promise<[]> {
    return [];
  }

  async readLines(): Promise<[]> {
    return [];
  }

  async end(): Promise<void> {}
}

let gathered = 0;

async function together(): Promise<void> {
  gathered += 1;
  if (gathered < Number(holdAt)) return woken.promise;
  keepThread();
  woken.resolve(undefined);
}

function keepThread(): void {
  appendFileSync(notes, 'held\n');
  const nobody = new Int32Array(new SharedArrayBuffer(4));
  while (existsSync(hold)) Atomics.wait(nobody, 0, 0, 50);
}

const services = await openServices(config, 'worker');
const engine = new PooledEngine('fixed-latency', () => new NotingRecogniser(), { size: config.OCR_WORKERS });
const running = await startWorker(services, engine);
process.once('SIGTERM', () => {
  void running.stop().then(async () => services.close());
});
services.log.info('the worker is ready');
