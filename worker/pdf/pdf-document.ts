import type { ActivePart } from '#worker/pdf/find-active-parts.ts';
import type { GreyImage } from '#worker/pdf/grey-image.ts';
import type { PictureText } from '#worker/pdf/find-picture-text.ts';
import type { Scan } from '#worker/ocr/prepare-scan.ts';
import type { Turn } from '#worker/page/turn-box.ts';
import type { PageModel } from '#worker/page/page-model.ts';
import type { PageSurvey } from '#worker/pdf/survey-page.ts';

/** What one file may ask of us. */
export interface PdfLimits {
  /** Pages a document may have. */
  maxPages: number;
  /** Pixels of one rendered page; a larger page is rendered at fewer dots per inch. */
  maxPixels: number;
  /** Seconds one call may take before its process is ended. */
  timeoutSeconds: number;
  /** The same for the calls after opening, where they may take less; else timeoutSeconds. */
  pageSeconds?: number;
}

/** An open PDF in a process of its own. After a timeout, an abort or a crash every further call fails with the same code. */
export interface PdfDocument {
  readonly pageCount: number;
  /** Whether it is protected, though it opens without a password. */
  readonly encrypted: boolean;
  /** What would do something in a viewer, and does nothing here. */
  readonly activeParts: readonly ActivePart[];
  /** Page from 1. Throws AppError: pdf-broken (this page cannot be loaded), resource-limit, job-cancelled, ocr-failed (the process died over it), internal (it had died before). */
  readPage(page: number, signal?: AbortSignal): Promise<ReadPage>;
  /** What is on the page already, for writing on it. Throws AppError as readPage does. */
  surveyPage(page: number, signal?: AbortSignal): Promise<PageSurvey>;
  /**
   * The page as displayed, or turned clockwise, 8 bits of grey, at fewer dots per inch where `maxPixels` or the document's limit binds.
   * Throws AppError as readPage does.
   */
  renderGrey(
    page: number,
    options: { dpi: number; maxPixels?: number; turn?: Turn },
    signal?: AbortSignal,
  ): Promise<GreyImage>;
  /** The page turned, straightened and searched for lines, ready for recognition. Throws AppError as readPage does. */
  renderScan(page: number, options: { dpi: number; turn: Turn }, signal?: AbortSignal): Promise<Scan>;
  /** Ends the process; safe to call twice. */
  close(): Promise<void>;
}

/**
 * What kind of page it is. 'text-layer': its words can be trusted and are all there is to read; 'image': a scan, also
 * under another program's invisible text, or outlined letters; 'garbage': its text layer cannot be trusted; 'mixed':
 * its words can be trusted, and beside them are pictures that hold text; 'blank': nothing to read.
 */
export type Triage = 'text-layer' | 'image' | 'mixed' | 'garbage' | 'blank';

export interface ReadPage {
  triage: Triage;
  /** An image and a page of garbage have size, rulings and fills but no words; a mixed page has those of its text layer. */
  model: PageModel;
  /** What is to be recognised on a mixed page; none on others. */
  pictures: PictureText[];
  /**
   * Resolution of the page's largest picture, dots per inch; null where pictures cover less than half of the page.
   * Rendered at just this resolution, a scan's pixels come out as the scanner wrote them.
   */
  imageDpi: number | null;
}
