import { writeFileSync, writeSync } from 'node:fs';
import { flushCompileCache } from 'node:module';
import { createContext, Script } from 'node:vm';
import { AppError } from '#shared/errors.ts';
import { compilePdfium } from '#worker/pdf/compile-pdfium.ts';
import { loadPdfium } from '#worker/pdf/load-pdfium.ts';
import type { Pdfium } from '#worker/pdf/load-pdfium.ts';
import { OpenFile } from '#worker/pdf/open-file.ts';
import { PIXEL_PIPE, pictureOf } from '#worker/pdf/process-protocol.ts';
import type { ProcessAnswer, ProcessCall, ProcessError } from '#worker/pdf/process-protocol.ts';
import { warmUpPdf } from '#worker/pdf/warm-up-pdf.ts';

// The process of one document: PDFium is called here and nowhere else.
/** A file of 100 MB, its decoded pictures and a page drawn fit well; a bomb ends here. */
const MAX_HEAP_BYTES = 768 * 1024 * 1024;
/** The file is in the process's own memory, too, which with the heap keeps within a gigabyte: up to this much is taken off. */
const MAX_FILE_SHARE_BYTES = 100 * 1024 * 1024;

process.on('disconnect', () => process.exit());
process.on('message', (call: ProcessCall) => void answer(call));
offerToBeKilled();
const ready = start();
/** Our own clock runs a little behind the client's, which ends us. */
const GRACE_MS = 5000;
let timeoutMs = 60_000;
let work = (): unknown => undefined;
const clock = new Script('work()');
const clocked = createContext({ work: () => work() });

interface Started {
  module: WebAssembly.Module;
  pdfium: Pdfium;
  file: OpenFile;
  /** PDFium once more, for our own file: its compiled code is the module's and stays, its memory goes. */
  trial?: OpenFile;
}

async function start(): Promise<Started> {
  const module = await compilePdfium();
  const pdfium = await loadPdfium(module, MAX_HEAP_BYTES);
  // Node would write it at exit, and this process is killed.
  flushCompileCache();
  return { module, pdfium, file: new OpenFile(pdfium) };
}

async function answer(call: ProcessCall): Promise<void> {
  const started = await ready;
  const { pdfium, file } = started;
  if (call.name === 'open') {
    timeoutMs = Math.ceil(call.takes.limits.timeoutSeconds * 1000) + GRACE_MS;
    delete started.trial;
    pdfium.memory.maxBytes = MAX_HEAP_BYTES - Math.min(call.takes.bytes.length, MAX_FILE_SHARE_BYTES);
  }
  try {
    if (call.name === 'warm') started.trial ??= await openTrial(started.module);
    const { trial = file } = started;
    give(
      call,
      withinTime(() => (call.name === 'warm' ? tryOut(trial, call.takes.use) : perform(file, call))),
    );
  } catch (error) {
    if (error instanceof AppError) send({ ok: false, fatal: false, error: describe(error) });
    else send({ ok: false, fatal: true, error: describe(pdfium.memory.exhausted ? tooMuch() : broken()) });
  }
}

/**
 * What `next` gives, cut off where it takes longer than the client waits: while PDFium runs, the event loop stands
 * still, and a process whose client was killed would else never hear of it.
 */
function withinTime(next: () => unknown): unknown {
  work = next;
  return clock.runInContext(clocked, { timeout: timeoutMs });
}

async function openTrial(module: WebAssembly.Module): Promise<OpenFile> {
  const trial = new OpenFile(await loadPdfium(module, MAX_HEAP_BYTES));
  trial.open({ bytes: warmUpPdf(), limits: { maxPages: 1, maxPixels: 1_000_000, timeoutSeconds: 0 } });
  return trial;
}

function tryOut(trial: OpenFile, use: 'read' | 'render'): void {
  if (use === 'read') trial.read(1);
  else trial.render({ page: 1, dpi: 72 });
}

function perform(file: OpenFile, call: Exclude<ProcessCall, { name: 'warm' }>): unknown {
  switch (call.name) {
    case 'open':
      return file.open(call.takes);
    case 'read':
      return file.read(call.takes.page);
    case 'survey':
      return file.survey(call.takes.page);
    case 'render':
      return file.render(call.takes);
    case 'scan':
      return file.scan(call.takes);
    default:
      throw new AppError('internal', `A PDF process cannot do "${String(call satisfies never)}".`);
  }
}

function give(call: ProcessCall, gives: unknown): void {
  const picture = pictureOf(call.name, gives);
  const pixels = picture?.pixels ?? NO_PIXELS;
  if (picture !== undefined) picture.pixels = NO_PIXELS;
  send({ ok: true, gives, pixelBytes: pixels.length });
  // The pipe blocks: where nobody reads any more, the write fails and the process is about to go.
  for (let sent = 0; sent < pixels.length;) sent += writeSync(PIXEL_PIPE, pixels, sent);
}

const NO_PIXELS = new Uint8Array(0);

function send(reply: ProcessAnswer): void {
  process.send?.(reply);
}

/** Where the machine runs out of memory, this process goes first, not the worker. */
function offerToBeKilled(): void {
  try {
    writeFileSync('/proc/self/oom_score_adj', '500');
  } catch {
    // Only Linux asks.
  }
}

function tooMuch(): AppError {
  return new AppError(
    'resource-limit',
    'The PDF asks for more memory than the limits allow. Print it as a new PDF.',
  );
}

function broken(): AppError {
  return new AppError('pdf-broken', 'The PDF cannot be read. Print it as a new PDF and send that.');
}

function describe(error: AppError): ProcessError {
  return { code: error.code, detail: error.message, facts: { ...error.facts } };
}
