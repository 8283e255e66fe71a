import type { GreyImage } from '#worker/pdf/grey-image.ts';

/** 1 where a picture has ink, 0 where it has paper; rows from the top. */
export interface Ink {
  width: number;
  height: number;
  /** Dots per inch. */
  dpi: number;
  marks: Uint8Array;
}

/**
 * Ink is what is clearly darker than the average around it, so that uneven light and shaded bands count as paper.
 * The average is of tiles a third of an inch wide.
 */
export function findInk(image: GreyImage): Ink {
  const { width, height, dpi, pixels } = image;
  const tile = Math.max(8, Math.round(dpi / 3));
  const columns = Math.ceil(width / tile);
  const marks = new Uint8Array(width * height);
  const sums = new Float64Array(columns);
  const counts = new Float64Array(columns);
  for (let top = 0; top < height; top += tile) {
    const bottom = Math.min(height, top + tile);
    sums.fill(0);
    counts.fill(0);
    for (let y = top; y < bottom; y += 1) {
      for (let x = 0; x < width; x += 1) {
        const column = (x / tile) | 0;
        sums[column] = (sums[column] ?? 0) + (pixels[y * width + x] ?? 0);
        counts[column] = (counts[column] ?? 0) + 1;
      }
    }
    const limits = sums.map((sum, column) => (sum / (counts[column] ?? 1)) * INK_SHARE);
    for (let y = top; y < bottom; y += 1) {
      for (let x = 0; x < width; x += 1) {
        const at = y * width + x;
        if ((pixels[at] ?? 0) < (limits[(x / tile) | 0] ?? 0)) marks[at] = 1;
      }
    }
  }
  return { width, height, dpi, marks };
}

/** Darker than this share of the surroundings is ink. */
const INK_SHARE = 0.8;
