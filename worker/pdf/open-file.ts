import { AppError } from '#shared/errors.ts';
import { loadDocument } from '#worker/pdf/load-document.ts';
import type { LoadedDocument } from '#worker/pdf/load-document.ts';
import { loadPage } from '#worker/pdf/load-page.ts';
import type { Pdfium } from '#worker/pdf/load-pdfium.ts';
import { prepareScan } from '#worker/ocr/prepare-scan.ts';
import type { Scan } from '#worker/ocr/prepare-scan.ts';
import type { Turn } from '#worker/page/turn-box.ts';
import type { PdfLimits, ReadPage } from '#worker/pdf/pdf-document.ts';
import { readPage } from '#worker/pdf/read-page.ts';
import type { LoadedPage } from '#worker/pdf/read-page.ts';
import { drawPage } from '#worker/pdf/draw-page.ts';
import type { RenderedPage } from '#worker/pdf/render-page.ts';
import type { ProcessCalls } from '#worker/pdf/process-protocol.ts';
import { surveyPage } from '#worker/pdf/survey-page.ts';
import type { PageSurvey } from '#worker/pdf/survey-page.ts';
import { holdsSoftMasks } from '#worker/pdf/holds-soft-masks.ts';
import { FileText } from '#worker/pdf/file-text.ts';
import { findActiveParts } from '#worker/pdf/find-active-parts.ts';
import { readUserUnit } from '#worker/pdf/user-unit.ts';

/** The one document of a process. Pages are loaded for one call and closed after it, so that memory stays flat. */
export class OpenFile {
  readonly #pdfium: Pdfium;
  #document: LoadedDocument = { handle: 0, pageCount: 0 };
  #userUnit = 1;
  #softMasks = false;
  #maxPixels = 0;

  constructor(pdfium: Pdfium) {
    this.#pdfium = pdfium;
  }

  /** Throws AppError as loadDocument does. */
  open({ bytes, limits }: { bytes: Uint8Array; limits: PdfLimits }): ProcessCalls['open']['gives'] {
    const text = new FileText(bytes);
    this.#document = loadDocument(this.#pdfium, { bytes, text }, limits.maxPages);
    this.#userUnit = readUserUnit(text);
    this.#softMasks = holdsSoftMasks(text);
    this.#maxPixels = limits.maxPixels;
    const encrypted = this.#pdfium.call.FPDF_GetSecurityHandlerRevision(this.#document.handle) >= 0;
    return { pageCount: this.#document.pageCount, encrypted, activeParts: findActiveParts(text) };
  }

  /** Throws AppError pdf-broken where the page cannot be loaded. */
  read(number: number): ReadPage {
    return this.#withPage(number, (page) => readPage(this.#pdfium, page));
  }

  /** Throws AppError pdf-broken where the page cannot be loaded. */
  survey(number: number): PageSurvey {
    return this.#withPage(number, (page) => surveyPage(this.#pdfium, page));
  }

  /** Throws AppError pdf-broken where the page cannot be loaded, resource-limit where memory does not suffice. */
  render({
    page: number,
    maxPixels = this.#maxPixels,
    ...how
  }: ProcessCalls['render']['takes']): RenderedPage {
    const picture = { ...how, maxPixels: Math.min(maxPixels, this.#maxPixels) };
    return this.#withPage(number, (page) => drawPage(this.#pdfium, page, picture));
  }

  /** The page as a picture made ready for recognition; throws as render does. */
  scan({ page: number, dpi, turn }: { page: number; dpi: number; turn: Turn }): Scan {
    const picture = { dpi, turn, maxPixels: this.#maxPixels };
    return prepareScan(this.#withPage(number, (page) => drawPage(this.#pdfium, page, picture)));
  }

  #withPage<T>(number: number, use: (page: LoadedPage) => T): T {
    const { call } = this.#pdfium;
    const handle =
      this.#document.handle === 0 ? 0 : loadPage(this.#pdfium, this.#document.handle, number - 1);
    if (handle === 0) {
      throw new AppError('pdf-broken', `Page ${number} cannot be loaded. Save the PDF anew and send that.`, {
        facts: { page: number },
      });
    }
    try {
      return use({ handle, number, userUnit: this.#userUnit, softMasks: this.#softMasks });
    } finally {
      call.FPDF_ClosePage(handle);
    }
  }
}
