import { AppError } from '#shared/errors.ts';
import { openPdf } from '#worker/pdf/open-pdf.ts';
import type { PdfDocument, PdfLimits } from '#worker/pdf/pdf-document.ts';
import { ProcessClient } from '#worker/pdf/process-client.ts';

/**
 * Opens PDFs, each in a process of its own, and keeps one spare process that has started already: a start takes longer
 * than reading a page. The spare has met no file but ours; the next one starts as soon as a document is open.
 */
export class PdfOpener {
  #spare: Spare | undefined;
  #closed = false;

  /** As openPdf, and throws what it throws. The document is the caller's to close. */
  async open(
    bytes: Uint8Array,
    limits: PdfLimits,
    options: { signal?: AbortSignal } = {},
  ): Promise<PdfDocument> {
    try {
      const client = await this.#take();
      if (client === undefined) return await openPdf(bytes, limits, options);
      return await openPdf(bytes, limits, { ...options, client }).catch((error: unknown) => {
        // A spare may have died just now, for no fault of the file; a file that kills its process does so twice.
        if (error instanceof AppError && error.code === 'internal') return openPdf(bytes, limits, options);
        throw error;
      });
    } finally {
      this.prepare();
    }
  }

  /** Starts a spare where there is none. */
  prepare(): void {
    if (this.#closed || this.#spare?.client.ended === false) return;
    this.#spare = undefined;
    try {
      this.#spare = startSpare();
    } catch {
      // A machine that is short of processes now may have one when the next file comes.
    }
  }

  /** Resolves when the spare has done all it does ahead of its file, or is none. */
  async prepared(): Promise<void> {
    await this.#spare?.warm;
  }

  /** Ends the spare; no other starts. */
  async close(): Promise<void> {
    this.#closed = true;
    const spare = this.#spare;
    this.#spare = undefined;
    await spare?.client.close();
  }

  async #take(): Promise<ProcessClient | undefined> {
    const spare = this.#spare;
    this.#spare = undefined;
    if (spare === undefined) return undefined;
    spare.taken = true;
    await spare.warm;
    return spare.client.ended ? undefined : spare.client;
  }
}

interface Spare {
  client: ProcessClient;
  /** Set when its file has come: it does no more for practice. */
  taken: boolean;
  warm: Promise<void>;
}

function startSpare(): Spare {
  const client = new ProcessClient();
  const spare = { client, taken: false, warm: Promise.resolve() };
  spare.warm = warmUp(spare);
  return spare;
}

/** Twice each: after the second time the functions that run most are compiled for speed. */
const USES = ['render', 'read', 'render', 'read'] as const;

/** What goes wrong here has ended the process, which is seen when it is taken. */
async function warmUp(spare: Spare): Promise<void> {
  try {
    for (const use of USES) {
      if (spare.taken) return;
      await spare.client.call('warm', { use });
    }
  } catch {
    await spare.client.close();
  }
}
