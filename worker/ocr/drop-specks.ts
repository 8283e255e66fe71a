import type { OcrWord } from '#worker/ocr/ocr-engine.ts';

/** Dust is read as points and dashes, and the recogniser says itself that it does not believe them. */
export function dropSpecks(words: OcrWord[]): OcrWord[] {
  return words.filter(({ text, confidence }) => confidence >= LEAST_CONFIDENCE || /[\p{L}\p{N}]/u.test(text));
}

const LEAST_CONFIDENCE = 0.2;
