import { AppError } from '#shared/errors.ts';
import type { Pdfium } from '#worker/pdf/load-pdfium.ts';

/** An open document; its bytes stay on PDFium's heap until it is closed. */
export interface LoadedDocument {
  handle: number;
  pageCount: number;
}

/**
 * Opens a file and counts its pages by looking at them: /Count is only believed as far as pages can be found.
 * Throws AppError: not-a-pdf, pdf-encrypted, pdf-empty, pdf-broken, resource-limit.
 */
export function loadDocument(pdfium: Pdfium, bytes: Uint8Array, maxPages: number): LoadedDocument {
  if (!hasSignature(bytes))
    throw new AppError('not-a-pdf', 'The file does not begin as a PDF does. Send a PDF.');
  const { call, memory } = pdfium;
  const pointer = memory.allocate(bytes.length);
  if (pointer === 0)
    throw new AppError('resource-limit', 'The file does not fit the memory. Send a smaller one.');
  memory.bytes(pointer, bytes.length).set(bytes);
  const handle = call.FPDF_LoadMemDocument(pointer, bytes.length, 0);
  if (handle === 0) throw openError(call.FPDF_GetLastError());
  const claimed = call.FPDF_GetPageCount(handle);
  if (claimed > 0) return { handle, pageCount: countPages(pdfium, { handle, claimed }, maxPages) };
  // PDFium counts none, too, where it gives up on a tree of pages that is made to explode.
  if (PAGE_OBJECT.test(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1')))
    throw lostPages();
  throw new AppError('pdf-empty', 'The PDF has no page. Send one that has.');
}

/** FPDF_ERR_* of fpdfview.h: 4 asks for a password, 5 is a security scheme PDFium does not know. */
const ERRORS_OF_ENCRYPTION = new Set([4, 5]);
const SIGNATURE_WITHIN_BYTES = 1024;

function hasSignature(bytes: Uint8Array): boolean {
  return Buffer.from(bytes.subarray(0, SIGNATURE_WITHIN_BYTES)).includes('%PDF-');
}

function openError(code: number): AppError {
  if (ERRORS_OF_ENCRYPTION.has(code)) {
    return new AppError(
      'pdf-encrypted',
      'The PDF is protected by a password. Save it without one and send it again.',
    );
  }
  return new AppError('pdf-broken', 'The PDF cannot be opened. Print or save it as a new PDF and send that.');
}

const PAGE_OBJECT = /\/Type\s*\/Page(?![A-Za-z])/;

interface ClaimedPages {
  handle: number;
  claimed: number;
}

/** The number of the last page that is there. */
function countPages({ call, memory }: Pdfium, { handle, claimed }: ClaimedPages, maxPages: number): number {
  let found = 0;
  for (let index = 0; index < Math.min(claimed, maxPages + 1); index += 1) {
    if (call.FPDF_GetPageSizeByIndexF(handle, index, memory.scratch) === 1) found = index + 1;
  }
  if (found === 0) throw lostPages();
  if (found <= maxPages) return found;
  const facts = { pages: claimed, maxPages };
  throw new AppError(
    'resource-limit',
    `The PDF has more than ${maxPages} pages. Split it and send the parts.`,
    { facts },
  );
}

function lostPages(): AppError {
  return new AppError('pdf-broken', 'None of the pages can be found. Save the PDF anew and send that.');
}
