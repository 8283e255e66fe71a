import { countLegible } from '#worker/ocr/count-legible.ts';
import type { OcrEngine } from '#worker/ocr/ocr-engine.ts';
import { readableBand } from '#worker/ocr/readable-band.ts';
import type { PdfDocument } from '#worker/pdf/pdf-document.ts';
import type { Turn } from '#worker/page/turn-box.ts';

/** A page of a document, and what to read it with. */
export interface TurnRequest {
  document: PdfDocument;
  engine: OcrEngine;
  /** From 1. */
  page: number;
  signal: AbortSignal;
}

/**
 * Which of some turns stands a page upright, found by reading a band of it each way round; the first in doubt.
 * Throws AppError as PdfDocument.renderScan and OcrEngine.readImage do.
 */
export async function findTurn(request: TurnRequest, candidates: readonly Turn[]): Promise<Turn> {
  const { document, engine, page, signal } = request;
  let best: { turn: Turn; legible: number } = { turn: candidates[0] ?? 0, legible: -1 };
  for (const turn of candidates) {
    const { image } = await document.renderScan(page, { dpi: BAND_DPI, turn }, signal);
    const legible = countLegible(await engine.readImage(readableBand(image), signal));
    if (legible > best.legible) best = { turn, legible };
  }
  return best.turn;
}

/** Enough to tell letters from letters upside down. */
const BAND_DPI = 200;
