/**
 * Cancels recognition inside a page at random moments: how long until the caller hears, how long until the thread
 * (or process) is gone, as the platform tells it, and whether the next page reads fine on a fresh one.
 *
 *   npm run bench:cancel -- [--times N] [--engine tesseract.js|tesseract]
 *
 * How to read it: "gone" is the promise, 250 ms at the 95th percentile. "next" is the next small page, the start of its
 * recogniser included. The native program is measured where it is installed.
 */
import { setTimeout } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { PDFDocument, StandardFonts } from 'pdf-lib';
import { loadConfig } from '#shared/config.ts';
import { Births } from '#tests/harness/births.ts';
import type { OcrEngine } from '#worker/ocr/ocr-engine.ts';
import { openEngine } from '#worker/ocr/open-engine.ts';
import type { GreyImage } from '#worker/pdf/grey-image.ts';
import { openPdf } from '#worker/pdf/open-pdf.ts';
import { addTablePage } from './table-page.ts';

const GOAL_MS = 250;
const never = new AbortController().signal;
const { values } = parseArgs({
  options: { times: { type: 'string', default: '100' }, engine: { type: 'string' } },
});

interface Times {
  heard: number[];
  gone: number[];
  next: number[];
  /** Next pages that were read wrong, and cancels that came after the end of the page. */
  faults: number;
  late: number;
}

async function main(): Promise<number> {
  const times = Number(values.times);
  const [large, small] = [await picture(40), await picture(4)];
  let met = true;
  for (const OCR_ENGINE of values.engine ? [values.engine] : ['tesseract.js', 'tesseract']) {
    const config = loadConfig({ overrides: { OCR_ENGINE, OCR_WORKERS: '1' } });
    const engine = await openEngine(config).catch((error: Error) => console.log(error.message));
    if (engine === undefined) continue;
    const measured = await measure(engine, { large, small, times });
    await engine.close();
    print(engine.name, measured);
    met &&= percentile(measured.gone, 0.95) <= GOAL_MS && measured.faults === 0;
  }
  return met ? 0 : 1;
}

interface Work {
  large: GreyImage;
  small: GreyImage;
  times: number;
}

async function measure(engine: OcrEngine, { large, small, times }: Work): Promise<Times> {
  const measured: Times = { heard: [], gone: [], next: [], faults: 0, late: 0 };
  const births = new Births();
  const expected = await textOf(engine, small);
  const began = performance.now();
  await engine.readImage(large, never);
  const pageMs = performance.now() - began;
  while (measured.gone.length < times) {
    const born = births.count;
    if (await cancelOnce({ engine, births, large, pageMs }, measured)) {
      const startedAt = performance.now();
      const text = await textOf(engine, small);
      measured.next.push(performance.now() - startedAt);
      if (text !== expected || births.count === born) measured.faults += 1;
    } else measured.late += 1;
  }
  births.stop();
  return measured;
}

/** False where the page was done before the cancel came. */
async function cancelOnce(
  { engine, births, large, pageMs }: { engine: OcrEngine; births: Births; large: GreyImage; pageMs: number },
  measured: Times,
): Promise<boolean> {
  const abort = new AbortController();
  const reading = engine.readImage(large, abort.signal).then(
    () => 'read',
    (error: { code?: string }) => error.code,
  );
  const rest = setTimeout(Math.random() * pageMs * 0.9);
  if ((await Promise.race([reading, rest])) === 'read') return false;
  const cancelledAt = performance.now();
  const gone = births.untilGone().then(() => performance.now() - cancelledAt);
  abort.abort();
  const outcome = await reading;
  const heardMs = performance.now() - cancelledAt;
  if (outcome !== 'job-cancelled') throw new Error(`the page ended with ${outcome}`);
  measured.heard.push(heardMs);
  measured.gone.push(await gone);
  return true;
}

async function textOf(engine: OcrEngine, image: GreyImage): Promise<string> {
  return (await engine.readImage(image, never)).map(({ text }) => text).join(' ');
}

async function picture(rows: number): Promise<GreyImage> {
  const made = await PDFDocument.create();
  addTablePage(made, await made.embedFont(StandardFonts.Helvetica), { seed: rows, rows });
  const limits = { maxPages: 1, maxPixels: 30_000_000, timeoutSeconds: 30 };
  const document = await openPdf(await made.save(), limits);
  try {
    return await document.renderGrey(1, { dpi: 300 });
  } finally {
    await document.close();
  }
}

function print(name: string, { heard, gone, next, faults, late }: Times): void {
  console.log(`${name}: ${gone.length} cancels inside a page, ${late} came too late, ${faults} faults after`);
  for (const [what, ms] of Object.entries({ heard, gone, next })) {
    const shown = [0.5, 0.95, 1].map((share) => percentile(ms, share).toFixed(1).padStart(8));
    console.log(`  ${what.padEnd(6)} ms  p50 ${shown[0]}  p95 ${shown[1]}  max ${shown[2]}`);
  }
}

function percentile(sample: number[], share: number): number {
  const sorted = sample.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * share) - 1)] ?? 0;
}

process.exitCode = await main();
