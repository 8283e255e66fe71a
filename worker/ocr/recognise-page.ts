import { readMixedPage } from '#worker/ocr/read-mixed-page.ts';
import { readScannedPage } from '#worker/ocr/read-scanned-page.ts';
import type { ScannedPageRequest } from '#worker/ocr/read-scanned-page.ts';
import type { ReadPage, Triage } from '#worker/pdf/pdf-document.ts';
import type { PageModel } from '#worker/page/page-model.ts';

/** The model of a page, recognised as far as its triage asks for it. Throws AppError as readScannedPage does. */
export async function recognisePage(request: ScannedPageRequest, read: ReadPage): Promise<PageModel> {
  if (!needsRecognition(read.triage)) return read.model;
  return read.triage === 'mixed' ? readMixedPage(request, read) : readScannedPage(request);
}

/** Whether a page has to be recognised, and is charged for. */
export function needsRecognition(triage: Triage): boolean {
  return triage === 'image' || triage === 'garbage' || triage === 'mixed';
}
