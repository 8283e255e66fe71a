import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { init, type WrappedPdfiumModule } from '@embedpdf/pdfium';
import { emptyImage, type GreyImage } from './grey-image.ts';

/** Renders the first page of a PDF in grey with PDFium and its own fonts, so that every machine gives the same picture. */
export async function renderGrey(pdf: Uint8Array, dotsPerInch: number): Promise<GreyImage> {
  const wasmBinary = await readFile(fileURLToPath(import.meta.resolve('@embedpdf/pdfium/pdfium.wasm')));
  const pdfium = await init({ wasmBinary: new Uint8Array(wasmBinary).buffer });
  pdfium.PDFiumExt_Init();
  const { malloc, free } = pdfium.pdfium.wasmExports;
  const memory = malloc(pdf.length);
  heapOf(pdfium).set(pdf, memory);
  const document = pdfium.FPDF_LoadMemDocument(memory, pdf.length, '');
  if (document === 0) throw new Error('PDFium cannot open the page that was just drawn.');
  try {
    return renderPage(pdfium, document, dotsPerInch / 72);
  } finally {
    pdfium.FPDF_CloseDocument(document);
    free(memory);
  }
}

const greyFormat = 1;
const white = 0xffffffff;
const drawInGrey = 0x08;

function renderPage(pdfium: WrappedPdfiumModule, document: number, scale: number): GreyImage {
  const page = pdfium.FPDF_LoadPage(document, 0);
  const width = Math.round(pdfium.FPDF_GetPageWidthF(page) * scale);
  const height = Math.round(pdfium.FPDF_GetPageHeightF(page) * scale);
  const bitmap = pdfium.FPDFBitmap_CreateEx(width, height, greyFormat, 0, 0);
  try {
    pdfium.FPDFBitmap_FillRect(bitmap, 0, 0, width, height, white);
    pdfium.FPDF_RenderPageBitmap(bitmap, page, 0, 0, width, height, 0, drawInGrey);
    return copyRows(pdfium, bitmap, { width, height });
  } finally {
    pdfium.FPDFBitmap_Destroy(bitmap);
    pdfium.FPDF_ClosePage(page);
  }
}

/** PDFium's rows may be longer than the picture is wide. */
function copyRows(
  pdfium: WrappedPdfiumModule,
  bitmap: number,
  size: { width: number; height: number },
): GreyImage {
  const image = emptyImage(size.width, size.height);
  const start = pdfium.FPDFBitmap_GetBuffer(bitmap);
  const stride = pdfium.FPDFBitmap_GetStride(bitmap);
  const heap = heapOf(pdfium);
  for (let row = 0; row < size.height; row += 1) {
    const from = start + row * stride;
    image.pixels.set(heap.subarray(from, from + size.width), row * size.width);
  }
  return image;
}

/** The package's types leave the heap to @types/emscripten, which is not installed; it moves when it grows. */
function heapOf({ pdfium }: WrappedPdfiumModule): Uint8Array {
  return (pdfium as unknown as { HEAPU8: Uint8Array }).HEAPU8;
}
