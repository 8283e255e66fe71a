import type { OcrWord } from '#worker/ocr/ocr-engine.ts';

/**
 * How many characters are in words the recogniser is sure of. Words taller than they are wide do not count:
 * it also reads words that stand on end, but only some of them.
 */
export function countLegible(words: OcrWord[]): number {
  const sure = words.filter(({ text, confidence, box: [x0, y0, x1, y1] }) => {
    return text.length >= LEAST_LENGTH && confidence >= SURE && x1 - x0 > y1 - y0;
  });
  return sure.reduce((sum, { text }) => sum + text.length, 0);
}

/** Upside down, short words are often taken for others. */
const LEAST_LENGTH = 3;
const SURE = 0.7;
