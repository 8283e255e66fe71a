import type { Schedule } from '#shared/schedules/schedule.ts';
import { sample } from '#tests/harness/samples.ts';
import { recognisePage } from '#worker/ocr/recognise-page.ts';
import { TesseractEngine } from '#worker/ocr/tesseract-engine.ts';
import { PdfOpener } from '#worker/pdf/pdf-opener.ts';
import { liftSchedules } from '#worker/pipeline/lift-schedules.ts';

const LIMITS = { maxPages: 100, maxPixels: 30_000_000, timeoutSeconds: 60 };

/** The schedules of bundled samples by the product's own stages, without a queue. */
export async function liftSamples(names: readonly string[]): Promise<Schedule[][]> {
  const [engine, opener] = [new TesseractEngine(), new PdfOpener()];
  const { signal } = new AbortController();
  try {
    const lifted: Schedule[][] = [];
    for (const name of names) {
      const document = await opener.open(await sample(name), LIMITS);
      const models = [];
      for (let page = 1; page <= document.pageCount; page++)
        models.push(await recognisePage({ document, engine, page, signal }, await document.readPage(page)));
      await document.close();
      lifted.push(liftSchedules(models));
    }
    return lifted;
  } finally {
    await opener.close();
    await engine.close();
  }
}
