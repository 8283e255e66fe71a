import type { OcrWord } from '#worker/ocr/ocr-engine.ts';

/** A word of a part of a picture, in the pixels of the whole: `corner` is where the part begins there. */
export function moveWord(word: OcrWord, corner: { x: number; y: number }): OcrWord {
  const [x0, y0, x1, y1] = word.box;
  return {
    ...word,
    box: [x0 + corner.x, y0 + corner.y, x1 + corner.x, y1 + corner.y],
    baseline: word.baseline + corner.y,
  };
}
