import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { OcrEngine } from '#worker/ocr/ocr-engine.ts';
import { recognisePage } from '#worker/ocr/recognise-page.ts';
import type { PdfOpener } from '#worker/pdf/pdf-opener.ts';
import type { PageModel } from '#worker/page/page-model.ts';

/** What PDFs are read with, as the worker does it. */
export interface Readers {
  engine: OcrEngine;
  opener: PdfOpener;
}

/** Page models of a PDF and the seconds reading took; from `cache` when it holds them, with the seconds of the first time. */
export async function pageModels(
  pdf: string,
  options: Readers & { cache?: string | undefined },
): Promise<{ models: PageModel[]; seconds: number }> {
  const cached = options.cache && join(options.cache, `${basename(pdf, '.pdf')}.json`);
  if (cached && existsSync(cached))
    return JSON.parse(await readFile(cached, 'utf8')) as { models: PageModel[]; seconds: number };
  const read = await readAll(pdf, options);
  if (options.cache && cached) {
    await mkdir(options.cache, { recursive: true });
    await writeFile(cached, JSON.stringify(read));
  }
  return read;
}

const LIMITS = { maxPages: 2000, maxPixels: 60_000_000, timeoutSeconds: 120 };

async function readAll(
  pdf: string,
  { engine, opener }: Readers,
): Promise<{ models: PageModel[]; seconds: number }> {
  const started = performance.now();
  const document = await opener.open(await readFile(pdf), LIMITS);
  try {
    const models: PageModel[] = [];
    const { signal } = new AbortController();
    for (let page = 1; page <= document.pageCount; page++) {
      models.push(await recognisePage({ document, engine, page, signal }, await document.readPage(page)));
    }
    return { models, seconds: (performance.now() - started) / 1000 };
  } finally {
    await document.close();
  }
}
