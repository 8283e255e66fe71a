import type { Pdfium } from '#worker/pdf/load-pdfium.ts';

/**
 * Loads a page by its index from 0; 0 where it cannot be loaded. What was filled into form fields becomes part of
 * the page, because PDFium's text leaves out fields and tax forms have their figures nowhere else.
 */
export function loadPage(pdfium: Pdfium, document: number, index: number): number {
  const { call } = pdfium;
  const page = call.FPDF_LoadPage(document, index);
  if (page === 0 || !hasFields(pdfium, page)) return page;
  if (call.FPDFPage_Flatten(page, FOR_DISPLAY) !== FLATTENED) return page;
  call.FPDF_ClosePage(page);
  return call.FPDF_LoadPage(document, index);
}

/** FLAT_NORMALDISPLAY and FLATTEN_SUCCESS of fpdf_flatten.h, FPDF_ANNOT_WIDGET of fpdf_annot.h. */
const FOR_DISPLAY = 0;
const FLATTENED = 1;
const WIDGET = 20;

function hasFields({ call }: Pdfium, page: number): boolean {
  const count = call.FPDFPage_GetAnnotCount(page);
  for (let index = 0; index < count; index += 1) {
    const annotation = call.FPDFPage_GetAnnot(page, index);
    const subtype = call.FPDFAnnot_GetSubtype(annotation);
    call.FPDFPage_CloseAnnot(annotation);
    if (subtype === WIDGET) return true;
  }
  return false;
}
