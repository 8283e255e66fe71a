import { compilePdfium } from '#worker/pdf/compile-pdfium.ts';
import type { PdfDocument, PdfLimits } from '#worker/pdf/pdf-document.ts';
import { ThreadClient } from '#worker/pdf/thread-client.ts';

/**
 * Opens a PDF in a thread of its own; close() must be called. The bytes are copied and may be reused.
 * Throws AppError: not-a-pdf, pdf-encrypted, pdf-empty, pdf-broken, resource-limit, job-cancelled.
 */
export async function openPdf(
  bytes: Uint8Array,
  limits: PdfLimits,
  options: { signal?: AbortSignal } = {},
): Promise<PdfDocument> {
  const start = { module: await compilePdfium(), maxHeapBytes: MAX_HEAP_BYTES };
  const thread = new ThreadClient(start, limits.timeoutSeconds);
  try {
    const { pageCount, encrypted } = await thread.call('open', { bytes, limits }, options.signal);
    return {
      pageCount,
      encrypted,
      readPage: (page, signal) => thread.call('read', { page }, signal),
      surveyPage: (page, signal) => thread.call('survey', { page }, signal),
      renderGrey: (page, picture, signal) => thread.call('render', { page, ...picture }, signal),
      renderScan: (page, { dpi, turn }, signal) => thread.call('scan', { page, dpi, turn }, signal),
      close: () => thread.close(),
    };
  } catch (error) {
    await thread.close();
    throw error;
  }
}

/** A file of 100 MB, its decoded pictures and a page drawn fit well; a bomb ends here. */
const MAX_HEAP_BYTES = 768 * 1024 * 1024;
