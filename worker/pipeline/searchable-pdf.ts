import type { JobRow } from '#db/jobs.ts';
import { findModel, listRecognisedPages } from '#db/pages.ts';
import { AppError } from '#shared/errors.ts';
import { type WrittenFile, writtenFile } from '../export/written-file.ts';
import type { PageModel } from '../page/page-model.ts';
import type { PdfDocument } from '../pdf/pdf-document.ts';
import { readSource } from '../read-source.ts';
import type { LayeredFile, TextLayer } from '../searchable/add-text-layers.ts';
import { GlyphCodes } from '../searchable/glyph-codes.ts';
import { pageText } from '../searchable/page-text.ts';
import { protectedFile } from '../searchable/protected-file.ts';
import { saveSearchable } from '../searchable/save-searchable.ts';
import { toUserSpace } from '../searchable/to-user-space.ts';
import { wordsToAdd } from '../searchable/words-to-add.ts';
import type { WorkerCtx } from '../worker-ctx.ts';

/**
 * The job's file with the recognised words as invisible text over their ink; where no page needs any, the very file.
 * Same pages, same bytes. PDFium opens the file before pdf-lib sees it, and opens the result before anybody gets it.
 * Throws AppError pdf-encrypted, pdf-broken, resource-limit and what readSource throws.
 */
export async function searchablePdf(ctx: WorkerCtx, job: JobRow, signal: AbortSignal): Promise<WrittenFile> {
  const source = await readSource(ctx.store, job);
  const codes = new GlyphCodes();
  const layered = await withDocument(ctx, { bytes: source, signal }, async (document) => {
    const layers = await writeLayers(ctx, { job, document, codes, signal });
    if (layers.length > 0 && document.encrypted) throw protectedFile();
    return { bytes: source, pageCount: document.pageCount, layers, characters: codes.characters() };
  });
  const bytes = layered.layers.length === 0 ? source : await save(ctx, layered, signal);
  return writtenFile('pdf', bytes);
}

interface OpenedBytes {
  bytes: Uint8Array;
  signal: AbortSignal;
}

async function withDocument<T>(
  { sources }: WorkerCtx,
  { bytes, signal }: OpenedBytes,
  use: (document: PdfDocument) => Promise<T>,
): Promise<T> {
  const document = await sources.open(bytes, signal);
  try {
    return await use(document);
  } finally {
    await document.close();
  }
}

interface LayerWork {
  job: JobRow;
  document: PdfDocument;
  codes: GlyphCodes;
  signal: AbortSignal;
}

/** Page by page, so that the words of a long document are never in memory together. */
async function writeLayers(
  { db }: WorkerCtx,
  { job, document, codes, signal }: LayerWork,
): Promise<TextLayer[]> {
  const layers: TextLayer[] = [];
  for (const page of await listRecognisedPages(db, job.id)) {
    signal.throwIfAborted();
    const model = (await findModel(db, { jobId: job.id, pageNo: page })) as PageModel | null;
    if (model === null || model.words.length === 0) continue;
    const survey = await document.surveyPage(page, signal);
    const content = pageText(wordsToAdd(model, survey), toUserSpace(model, survey.frame), codes);
    if (content !== '') layers.push({ page, content });
  }
  return layers;
}

async function save(ctx: WorkerCtx, file: LayeredFile, signal: AbortSignal): Promise<Uint8Array> {
  const bytes = await saveSearchable(file, {
    timeoutSeconds: ctx.config.SEARCHABLE_PDF_TIMEOUT_SECONDS,
    maxBytes: ctx.config.SEARCHABLE_PDF_MEMORY_MB * 1024 * 1024,
    signal,
  });
  await withDocument(ctx, { bytes, signal }, async (document) => requirePages(document, file.pageCount));
  return bytes;
}

/** Two libraries may see two documents in one odd file; what was not written as it was read goes to nobody. */
function requirePages({ pageCount }: PdfDocument, wanted: number): void {
  if (pageCount === wanted) return;
  throw new AppError(
    'pdf-broken',
    'This PDF loses pages when it is saved anew. Print it as a new PDF and lift that.',
    { facts: { pageCount, wanted } },
  );
}
