import { readFile } from 'node:fs/promises';
import { openPdf } from '#worker/pdf/open-pdf.ts';
import type { PdfDocument } from '#worker/pdf/pdf-document.ts';
import type { PageModel } from '#worker/page/page-model.ts';
import { turnBoxBack } from '#worker/page/turn-box.ts';
import type { PlacedText } from './scan-set.ts';

const LIMITS = { maxPages: 2000, maxPixels: 60_000_000, timeoutSeconds: 120 };

/** Opens a file for one use. */
export async function withPdf<T>(file: string, use: (document: PdfDocument) => Promise<T>): Promise<T> {
  const document = await openPdf(await readFile(file), LIMITS);
  try {
    return await use(document);
  } finally {
    await document.close();
  }
}

/** The words of a text layer where they are displayed; dot leaders are no words. Empty where there is no text layer. */
export function trueWords(model: PageModel): PlacedText[] {
  return model.words
    .filter(({ text }) => /[\p{L}\p{N}]/u.test(text))
    .map(({ text, box }) => ({ text, box: turnBoxBack(box, model) }));
}
