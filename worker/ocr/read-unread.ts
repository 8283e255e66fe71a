import { findUnread } from '#worker/ocr/find-unread.ts';
import type { OcrEngine, OcrWord } from '#worker/ocr/ocr-engine.ts';
import type { Scan } from '#worker/ocr/prepare-scan.ts';
import type { Box } from '#worker/page/page-model.ts';

/** A scan and the words that were read on it. */
export interface PageReading {
  scan: Scan;
  words: OcrWord[];
}

/**
 * The words with those added that the page pass left unread: each piece of a line by itself. Only what is surely letters is
 * added; stamps, signatures and dirt are not. Throws AppError as OcrEngine.readLines does.
 */
export async function readUnread(
  engine: OcrEngine,
  { scan, words }: PageReading,
  signal: AbortSignal,
): Promise<OcrWord[]> {
  const kept = words.filter((word) => !isColumn(word));
  const lines = findUnread(scan.blots, kept, scan.image.dpi);
  if (lines.length === 0) return words;
  const rim = scan.image.dpi * RIM_INCHES;
  const readings = await engine.readLines(
    scan.image,
    lines.map((line) => widened(line, rim)),
    signal,
  );
  return [...kept, ...readings.flat().filter(isSure)];
}

/** Part of a narrow column of figures that was taken for a line standing on end; such lines are seldom believed. */
function isColumn({ onEnd, confidence }: OcrWord): boolean {
  return onEnd === true && confidence < LEAST_BELIEVED;
}

const LEAST_BELIEVED = 0.8;
const RIM_INCHES = 0.02;
const LEAST_CONFIDENCE = 0.5;

function isSure({ text, confidence }: OcrWord): boolean {
  return /[\p{L}\p{N}]/u.test(text) && confidence >= LEAST_CONFIDENCE;
}

function widened([x0, y0, x1, y1]: Box, rim: number): Box {
  return [x0 - rim, y0 - rim, x1 + rim, y1 + rim];
}
