import type { OcrWord } from '#worker/ocr/ocr-engine.ts';
import type { Box } from '#worker/page/page-model.ts';

/** A word of a part of a picture, cut out with a frame (cropImage), in the pixels of the whole picture. */
export function moveWord(word: OcrWord, part: Box, framePixels: number): OcrWord {
  const [right, down] = [
    Math.max(0, Math.floor(part[0])) - framePixels,
    Math.max(0, Math.floor(part[1])) - framePixels,
  ];
  const [x0, y0, x1, y1] = word.box;
  return {
    ...word,
    box: [x0 + right, y0 + down, x1 + right, y1 + down],
    baseline: word.baseline + down,
  };
}
