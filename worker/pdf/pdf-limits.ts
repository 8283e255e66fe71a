import type { Config } from '#shared/config.ts';
import type { PdfLimits } from '#worker/pdf/pdf-document.ts';

/** What the settings allow one file. */
export function pdfLimits(config: Config): PdfLimits {
  return {
    maxPages: config.PDF_MAX_PAGES,
    maxPixels: config.PDF_MAX_MEGAPIXELS * 1_000_000,
    timeoutSeconds: config.PDF_CALL_TIMEOUT_SECONDS,
  };
}
