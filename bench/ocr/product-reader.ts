import { readScannedPage } from '#worker/ocr/read-scanned-page.ts';
import { TesseractEngine } from '#worker/ocr/tesseract-engine.ts';
import { tiltBoxBack } from '#worker/ocr/tilt-box.ts';
import type { PdfDocument } from '#worker/pdf/pdf-document.ts';
import { turnBoxBack } from '#worker/page/turn-box.ts';
import { inParallel } from './in-parallel.ts';
import type { FileReading, Reader } from './reader.ts';
import type { PlacedText } from './scan-set.ts';
import { withPdf } from './true-pages.ts';

/** The product's own reading of scanned pages: rendering, cleaning, recognition, second reading; no queue, no rows. */
export function productReader(workers: number): Reader {
  const engine = new TesseractEngine({ size: workers });
  const { signal } = new AbortController();
  const readPage = async (document: PdfDocument, page: number): Promise<PlacedText[]> => {
    const model = await readScannedPage({ document, engine, page, signal });
    return model.words.map(({ text, box }) => ({ text, box: turnBoxBack(tiltBoxBack(box, model), model) }));
  };
  return {
    name: 'ledgerlift',
    read: async (file): Promise<FileReading> => {
      const startedAt = performance.now();
      const pages = await withPdf(file, async (document) =>
        inParallel(document.pageCount, workers + 1, async (index) => readPage(document, index + 1)),
      );
      return { pages, seconds: (performance.now() - startedAt) / 1000 };
    },
    close: async () => engine.close(),
  };
}
