import type { PdfDocument, PdfLimits } from '#worker/pdf/pdf-document.ts';
import { ProcessClient } from '#worker/pdf/process-client.ts';

export interface OpenOptions {
  signal?: AbortSignal;
  /** A process that has opened nothing yet; this document's from now on, ended with it. By default a new one. */
  client?: ProcessClient;
}

/**
 * Opens a PDF in a process of its own; close() must be called. The bytes are copied and may be reused.
 * Throws AppError: not-a-pdf, pdf-encrypted, pdf-empty, pdf-broken, resource-limit, job-cancelled, internal.
 */
export async function openPdf(
  bytes: Uint8Array,
  limits: PdfLimits,
  { signal, client = new ProcessClient() }: OpenOptions = {},
): Promise<PdfDocument> {
  // Handing a large file over takes its time, too.
  const openSeconds = limits.timeoutSeconds * (1 + Math.floor(bytes.length / BYTES_OF_ONE_CALL));
  client.timeoutSeconds = openSeconds;
  try {
    const taken = { bytes, limits: { ...limits, timeoutSeconds: openSeconds } };
    const { pageCount, encrypted, activeParts } = await client.call('open', taken, signal);
    client.timeoutSeconds = limits.pageSeconds ?? limits.timeoutSeconds;
    return {
      pageCount,
      encrypted,
      activeParts,
      readPage: (page, signal) => client.call('read', { page }, signal),
      surveyPage: (page, signal) => client.call('survey', { page }, signal),
      renderGrey: (page, picture, signal) => client.call('render', { page, ...picture }, signal),
      renderScan: (page, { dpi, turn }, signal) => client.call('scan', { page, dpi, turn }, signal),
      close: () => client.close(),
    };
  } catch (error) {
    await client.close();
    throw error;
  }
}

/** So much more of a file gives its opening the time of one more call. */
const BYTES_OF_ONE_CALL = 50 * 1024 * 1024;
