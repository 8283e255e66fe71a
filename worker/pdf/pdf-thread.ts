import { parentPort, workerData } from 'node:worker_threads';
import { AppError } from '#shared/errors.ts';
import { loadPdfium } from '#worker/pdf/load-pdfium.ts';
import { OpenFile } from '#worker/pdf/open-file.ts';
import type {
  ThreadAnswer,
  ThreadCall,
  ThreadError,
  ThreadRequest,
  ThreadStart,
} from '#worker/pdf/thread-protocol.ts';

// The thread of one document: PDFium is called here and nowhere else.
const start = workerData as ThreadStart;
const pdfium = await loadPdfium(start.module, start.maxHeapBytes);
const file = new OpenFile(pdfium);

parentPort?.on('message', (request: ThreadRequest) => {
  if (request.name === 'leave') {
    parentPort?.close();
    return;
  }
  try {
    const { gives, pixels } = perform(request);
    send({ ok: true, gives }, pixels === undefined ? [] : [pixels.buffer]);
  } catch (error) {
    if (error instanceof AppError) send({ ok: false, fatal: false, error: describe(error) });
    else if (pdfium.memory.exhausted) send({ ok: false, fatal: true, error: describe(tooMuch()) });
    // Anything else ends the thread, and the client says that the PDF is broken.
    else throw error;
  }
});

/** `pixels` is what may be handed over instead of being copied. */
function perform(request: ThreadCall): { gives: unknown; pixels?: Uint8Array<ArrayBuffer> } {
  switch (request.name) {
    case 'open':
      return { gives: file.open(request.takes) };
    case 'read':
      return { gives: file.read(request.takes.page) };
    case 'survey':
      return { gives: file.survey(request.takes.page) };
    case 'render': {
      const image = file.render(request.takes);
      return { gives: image, pixels: image.pixels };
    }
    case 'scan': {
      const scan = file.scan(request.takes);
      return { gives: scan, pixels: scan.image.pixels };
    }
    default:
      throw new AppError('internal', `A PDF thread cannot do "${String(request satisfies never)}".`);
  }
}

function send(answer: ThreadAnswer, transfer: ArrayBuffer[] = []): void {
  parentPort?.postMessage(answer, transfer);
}

function tooMuch(): AppError {
  return new AppError(
    'resource-limit',
    'The PDF asks for more memory than the limits allow. Print it as a new PDF.',
  );
}

function describe(error: AppError): ThreadError {
  return { code: error.code, detail: error.message, facts: { ...error.facts } };
}
