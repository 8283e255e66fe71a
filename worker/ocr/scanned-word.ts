import type { OcrWord } from '#worker/ocr/ocr-engine.ts';
import type { Word } from '#worker/page/page-model.ts';

/**
 * A recognised word in points. As in text layers the box runs from 0.75 em above the baseline to 0.22 em below it,
 * so that lines are told apart alike; from left to right it is the ink, which ends a little before the advance.
 */
export function scannedWord(word: OcrWord, dpi: number): Word {
  const scale = 72 / dpi;
  const [x0, , x1] = word.box;
  const em = emOf(word);
  return {
    text: word.text,
    box: [x0 * scale, (word.baseline - 0.75 * em) * scale, x1 * scale, (word.baseline + 0.22 * em) * scale],
    confidence: Math.min(word.confidence, MOST_CONFIDENCE),
    fontSizePoints: em * scale,
    bold: false,
    ...(word.alternatives === undefined ? {} : { alternatives: word.alternatives }),
  };
}

/** No recogniser is as sure as a text layer: what has 1 is known, not read. */
const MOST_CONFIDENCE = 0.99;

/** Tesseract's row height is off where a row holds little text; a word's own ink then tells better. */
function emOf({ box: [, y0, , y1], emPixels, text }: OcrWord): number {
  const ink = (y1 - y0) / (/[gjpqy()[\]{}|,;$]/.test(text) ? 0.93 : 0.72);
  const plausible = emPixels > ink * 0.6 && emPixels < ink * 1.8;
  return plausible || !/[0-9A-Za-z]/.test(text) ? emPixels : ink;
}
