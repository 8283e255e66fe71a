import { NativeEngine } from '#worker/ocr/native-engine.ts';
import type { OcrEngine } from '#worker/ocr/ocr-engine.ts';
import { prepareScan } from '#worker/ocr/prepare-scan.ts';
import type { CleaningStep } from '#worker/ocr/prepare-scan.ts';
import { readScannedPage } from '#worker/ocr/read-scanned-page.ts';
import { TesseractEngine } from '#worker/ocr/tesseract-engine.ts';
import { tiltBoxBack } from '#worker/ocr/tilt-box.ts';
import type { PdfDocument } from '#worker/pdf/pdf-document.ts';
import { turnBoxBack } from '#worker/page/turn-box.ts';
import { inParallel } from './in-parallel.ts';
import type { FileReading, Reader } from './reader.ts';
import type { PlacedText } from './scan-set.ts';
import { TRIAL_STEPS } from './trial-steps.ts';
import { withPdf } from './true-pages.ts';

export interface ProductOptions {
  workers: number;
  /** Cleaning steps that are left out, and of TRIAL_STEPS those that are added. */
  without: CleaningStep[];
  trials: string[];
  /** Resolution that pages are rendered at for recognition. */
  dpi: number;
  /** Readings of doubtful figures and of what segmentation dropped are left out: the bare page pass. */
  onlyPagePass: boolean;
}

/** The product's own reading of scanned pages: rendering, cleaning, recognition, further readings; no queue, no rows. */
export function productReader(options: ProductOptions): Reader {
  return readerOf('ledgerlift', new TesseractEngine({ size: options.workers }), options);
}

/** The same with the installed Tesseract and its model (OCR_ENGINE=tesseract). */
export function nativeProductReader(options: ProductOptions): Reader {
  const engine = new NativeEngine({ path: 'tesseract' }, { size: options.workers });
  return readerOf('ledgerlift, native engine', engine, options);
}

function readerOf(name: string, whole: OcrEngine, options: ProductOptions): Reader {
  const { workers, onlyPagePass, dpi } = options;
  const engine = onlyPagePass ? pagePassOf(whole) : whole;
  const { signal } = new AbortController();
  const readPage = async (document: PdfDocument, page: number): Promise<PlacedText[]> => {
    const model = await readScannedPage({ document: trying(document, options), engine, page, dpi, signal });
    return model.words.map(({ text, box }) => ({ text, box: turnBoxBack(tiltBoxBack(box, model), model) }));
  };
  return {
    name,
    read: async (file): Promise<FileReading> => {
      const startedAt = performance.now();
      const pages = await withPdf(file, async (document) =>
        inParallel(document.pageCount, workers + 1, async (index) => readPage(document, index + 1)),
      );
      return { pages, seconds: (performance.now() - startedAt) / 1000 };
    },
    close: async () => whole.close(),
  };
}

function pagePassOf(whole: OcrEngine): OcrEngine {
  return {
    name: whole.name,
    readImage: async (image, signal, layout) => whole.readImage(image, signal, layout),
    readFigures: async (_image, parts) => parts.map(() => ({ text: '', confidence: 0 })),
    readLines: async (_image, parts) => parts.map(() => []),
    close: async () => whole.close(),
  };
}

/** The document with its scans cleaned otherwise; as it is where nothing is tried. */
function trying(document: PdfDocument, { without, trials }: ProductOptions): PdfDocument {
  if (without.length === 0 && trials.length === 0) return document;
  return {
    ...document,
    renderScan: async (page, { dpi, turn }, signal) => {
      // A turned page is not among those that are measured.
      if (turn !== 0) return document.renderScan(page, { dpi, turn }, signal);
      const scan = prepareScan(await document.renderGrey(page, { dpi }, signal), new Set(without));
      return trials.reduce((each, name) => TRIAL_STEPS[name]?.(each) ?? each, scan);
    },
  };
}
