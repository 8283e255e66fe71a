import { AppError } from '#shared/errors.ts';
import type { Pdfium } from '#worker/pdf/load-pdfium.ts';
import { readPageFrame } from '#worker/pdf/page-frame.ts';
import { pictureSize } from '#worker/pdf/picture-size.ts';
import type { GreyImage } from '#worker/pdf/grey-image.ts';
import type { LoadedPage } from '#worker/pdf/read-page.ts';
import { turnSize } from '#worker/page/turn-box.ts';
import type { Turn } from '#worker/page/turn-box.ts';

/** A grey image whose pixels are in a buffer of their own, apart from PDFium's heap. */
export type RenderedPage = Omit<GreyImage, 'pixels'> & { pixels: Uint8Array<ArrayBuffer> };

/**
 * Draws a page as displayed, in 8 bits of grey on white, at the asked resolution or the highest below it that
 * keeps to `maxPixels`; `turn` turns it clockwise. Throws AppError resource-limit where the picture does not fit the memory.
 */
export function renderPage(
  pdfium: Pdfium,
  page: LoadedPage,
  { dpi: wanted, maxPixels, turn = 0 }: { dpi: number; maxPixels: number; turn?: Turn },
): RenderedPage {
  const { call, memory } = pdfium;
  const size = turnSize(readPageFrame(pdfium, page.handle, page.userUnit), turn);
  const { width, height, dpi } = pictureSize(size, { dpi: wanted, maxPixels });
  const pointer = memory.allocate(width * height);
  const bitmap = pointer === 0 ? 0 : call.FPDFBitmap_CreateEx(width, height, FORMAT_GREY, pointer, width);
  try {
    if (bitmap === 0)
      throw new AppError('resource-limit', 'The page is too large to draw. Send it in a smaller format.');
    call.FPDFBitmap_FillRect(bitmap, 0, 0, width, height, WHITE);
    call.FPDF_RenderPageBitmap(
      bitmap,
      page.handle,
      0,
      0,
      width,
      height,
      turn / 90,
      FLAG_ANNOTATIONS | FLAG_GREY,
    );
    return { width, height, dpi, pixels: new Uint8Array(memory.bytes(pointer, width * height)) };
  } finally {
    if (bitmap !== 0) call.FPDFBitmap_Destroy(bitmap);
    memory.free(pointer);
  }
}

/** FPDFBitmap_Gray, FPDF_ANNOT and FPDF_GRAYSCALE of fpdfview.h. */
const FORMAT_GREY = 1;
const FLAG_ANNOTATIONS = 0x01;
const FLAG_GREY = 0x08;
const WHITE = 0xffffffff;
