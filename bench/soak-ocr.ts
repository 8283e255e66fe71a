/**
 * Reads pages for a long time through one process with one recogniser, as the worker does: documents of ten pages are
 * opened, each page is rendered, recognised, its figures read again, and the document is closed.
 *
 *   npm run bench:soak -- [--pages 1000] [--per-worker 100] [--engine tesseract.js|tesseract]
 *
 * How to read it: after every hundred pages, once the fresh recogniser is idle, the memory after garbage collection in
 * MB; "peak" is the most that was resident within the hundred. Both ratios, end over first hundred, are to be <= 1.1.
 */
import { setTimeout } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { PDFDocument, StandardFonts } from 'pdf-lib';
import { loadConfig } from '#shared/config.ts';
import type { OcrEngine } from '#worker/ocr/ocr-engine.ts';
import { openEngine } from '#worker/ocr/open-engine.ts';
import { readScannedPage } from '#worker/ocr/read-scanned-page.ts';
import { openPdf } from '#worker/pdf/open-pdf.ts';
import { addTablePage } from './table-page.ts';

const GOAL = 1.1;
const STEP = 100;
const PAGES_PER_DOCUMENT = 10;
const IDLE_MS = 2000;
const limits = { maxPages: 100, maxPixels: 30_000_000, timeoutSeconds: 30 };
const never = new AbortController().signal;
const { values } = parseArgs({
  options: {
    pages: { type: 'string', default: '1000' },
    'per-worker': { type: 'string', default: '' },
    engine: { type: 'string', default: '' },
  },
});

interface Sample {
  resident: number;
  peak: number;
}

async function main(): Promise<number> {
  const overrides = {
    OCR_ENGINE: values.engine,
    OCR_PAGES_PER_WORKER: values['per-worker'],
    OCR_WORKERS: '1',
  };
  const engine = await openEngine(loadConfig({ overrides }));
  const samples: Sample[] = [];
  let peak = 0;
  let words = 0;
  const startedAt = performance.now();
  console.log(`${engine.name}\n pages  resident   peak  heap  external  buffers  words  seconds`);
  for (let page = 0; page < Number(values.pages); page += PAGES_PER_DOCUMENT) {
    words += await readDocument(engine, page, () => {
      peak = Math.max(peak, process.memoryUsage.rss());
    });
    if ((page + PAGES_PER_DOCUMENT) % STEP !== 0) continue;
    const resident = await settle();
    print(page + PAGES_PER_DOCUMENT, { resident, peak }, `${words}  ${seconds(startedAt)}`);
    samples.push({ resident, peak });
    peak = 0;
  }
  await engine.close();
  return compare(samples);
}

async function readDocument(engine: OcrEngine, seed: number, eachPage: () => void): Promise<number> {
  const made = await PDFDocument.create();
  const font = await made.embedFont(StandardFonts.Helvetica);
  for (let page = 0; page < PAGES_PER_DOCUMENT; page += 1)
    addTablePage(made, font, { seed: seed + page, rows: 2 + ((seed + page) % 3) });
  const document = await openPdf(await made.save(), limits);
  let words = 0;
  try {
    for (let page = 1; page <= PAGES_PER_DOCUMENT; page += 1) {
      words += (await readScannedPage({ document, engine, page, signal: never })).words.length;
      eachPage();
    }
  } finally {
    await document.close();
  }
  return words;
}

/** Bytes resident when everything that can go is gone. */
async function settle(): Promise<number> {
  await setTimeout(IDLE_MS);
  globalThis.gc?.();
  await setTimeout(IDLE_MS / 4);
  globalThis.gc?.();
  return process.memoryUsage.rss();
}

function print(pages: number, { resident, peak }: Sample, rest: string): void {
  const { heapUsed, external, arrayBuffers } = process.memoryUsage();
  const [shown, most, heap, outside, buffers] = [resident, peak, heapUsed, external, arrayBuffers].map(
    megabytes,
  );
  console.log(
    `${String(pages).padStart(6)}  ${shown?.padStart(8)}  ${most?.padStart(5)}  ${heap?.padStart(4)}  ${outside?.padStart(8)}  ${buffers?.padStart(7)}  ${rest}`,
  );
}

function compare(samples: Sample[]): number {
  const [first, last] = [samples[0], samples.at(-1)];
  if (first === undefined || last === undefined) return 2;
  const [resident, peak] = [last.resident / first.resident, last.peak / first.peak];
  console.log(
    `end over first hundred: resident ${resident.toFixed(3)}, peak ${peak.toFixed(3)} (goal ${GOAL})`,
  );
  return Math.max(resident, peak) <= GOAL ? 0 : 1;
}

function megabytes(bytes: number): string {
  return (bytes / 1e6).toFixed(0);
}

function seconds(since: number): string {
  return ((performance.now() - since) / 1000).toFixed(0);
}

process.exitCode = await main();
