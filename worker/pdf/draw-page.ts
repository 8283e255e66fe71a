import type { Pdfium } from '#worker/pdf/load-pdfium.ts';
import type { LoadedPage } from '#worker/pdf/read-page.ts';
import { renderPage } from '#worker/pdf/render-page.ts';
import type { RenderedPage } from '#worker/pdf/render-page.ts';
import { takePicture } from '#worker/pdf/take-picture.ts';
import type { Turn } from '#worker/page/turn-box.ts';

/** The page as a grey picture: taken out of it where it is there as it is wanted, else drawn. Takes and throws what renderPage does. */
export function drawPage(
  pdfium: Pdfium,
  page: LoadedPage,
  picture: { dpi: number; maxPixels: number; turn?: Turn },
): RenderedPage {
  const taken = (picture.turn ?? 0) === 0 ? takePicture(pdfium, page, picture) : undefined;
  return taken ?? renderPage(pdfium, page, picture);
}
