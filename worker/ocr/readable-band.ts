import { findInk } from '#worker/ocr/find-ink.ts';
import { shrinkImage } from '#worker/ocr/shrink-image.ts';
import type { GreyImage } from '#worker/pdf/grey-image.ts';

/** The fifth of a picture, over its whole width, that has the most ink. It shares the picture's memory. */
export function readableBand(image: GreyImage): GreyImage {
  const factor = Math.max(1, Math.round(image.dpi / 50));
  const ink = findInk(shrinkImage(image, factor));
  const rows = Array.from({ length: ink.height }, (_, y) =>
    ink.marks.subarray(y * ink.width, (y + 1) * ink.width).reduce((sum, mark) => sum + mark, 0),
  );
  const tall = Math.max(1, Math.floor(ink.height / 5));
  let [best, most] = [0, -1];
  for (let top = 0; top + tall <= ink.height; top += Math.max(1, tall >> 2)) {
    const sum = rows.slice(top, top + tall).reduce((total, row) => total + row, 0);
    if (sum > most) [best, most] = [top, sum];
  }
  const [from, height] = [best * factor, tall * factor];
  const pixels = image.pixels.subarray(from * image.width, (from + height) * image.width);
  return { ...image, height, pixels };
}
