import { AppError } from '#shared/errors.ts';
import type { FileText } from '#worker/pdf/file-text.ts';
import type { Pdfium } from '#worker/pdf/load-pdfium.ts';
import { walkPageTree } from '#worker/pdf/walk-page-tree.ts';

/** An open document; its bytes stay on PDFium's heap until it is closed. */
export interface LoadedDocument {
  handle: number;
  pageCount: number;
}

/**
 * Opens a file and counts its pages by looking at them: /Count is neither believed where it says more than can be
 * found, nor where it says less. Throws AppError: not-a-pdf, pdf-encrypted, pdf-empty, pdf-broken, resource-limit.
 */
export function loadDocument(
  pdfium: Pdfium,
  { bytes, text }: { bytes: Uint8Array; text: FileText },
  maxPages: number,
): LoadedDocument {
  if (!hasSignature(bytes))
    throw new AppError('not-a-pdf', 'The file does not begin as a PDF does. Send a PDF.');
  const first = load(pdfium, bytes);
  const hidden = first.claimed > 0 && first.claimed < text.pageObjectCount;
  const { handle, claimed } = hidden ? recount(pdfium, first, { text, maxPages }) : first;
  if (claimed > 0) return { handle, pageCount: countPages(pdfium, { handle, claimed }, maxPages) };
  // PDFium counts none, too, where it gives up on a tree of pages that is made to explode.
  if (text.pageObjectCount > 0) throw lostPages();
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

interface ClaimedPages {
  handle: number;
  claimed: number;
}

interface Loaded extends ClaimedPages {
  /** Address and size of the file on PDFium's heap. */
  pointer: number;
  byteCount: number;
}

function load(pdfium: Pdfium, bytes: Uint8Array): Loaded {
  const pointer = pdfium.memory.allocate(bytes.length);
  if (pointer === 0)
    throw new AppError('resource-limit', 'The file does not fit the memory. Send a smaller one.');
  pdfium.memory.bytes(pointer, bytes.length).set(bytes);
  return loadFrom(pdfium, pointer, bytes.length);
}

function loadFrom({ call }: Pdfium, pointer: number, byteCount: number): Loaded {
  const handle = call.FPDF_LoadMemDocument(pointer, byteCount, 0);
  if (handle === 0) throw openError(call.FPDF_GetLastError());
  return { handle, pointer, byteCount, claimed: call.FPDF_GetPageCount(handle) };
}

/**
 * There are more page objects than pages: either updates have taken pages out, or /Count hides some. With its /Count
 * entries set to zero PDFium counts for itself; those within packed objects it would go on to believe.
 */
function recount(
  pdfium: Pdfium,
  first: Loaded,
  { text, maxPages }: { text: FileText; maxPages: number },
): Loaded {
  const tree = walkPageTree(text, maxPages);
  if (tree.leafCount <= first.claimed) return first;
  pdfium.call.FPDF_CloseDocument(first.handle);
  const file = pdfium.memory.bytes(first.pointer, first.byteCount);
  for (const { offset, length } of tree.counts) file.fill(ZERO, offset, offset + length);
  const counted = loadFrom(pdfium, first.pointer, first.byteCount);
  if (counted.claimed >= tree.leafCount || tree.plain) return counted;
  throw new AppError('pdf-broken', 'The PDF hides some of its pages. Print it as a new PDF and send that.', {
    facts: { pages: tree.leafCount, claimed: first.claimed },
  });
}

/** The digit. */
const ZERO = 0x30;

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
