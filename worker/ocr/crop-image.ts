import type { GreyImage } from '#worker/pdf/grey-image.ts';
import type { Box } from '#worker/page/page-model.ts';

/** The frame that both recognisers are given: recognition fails where ink touches the edge. */
export const FRAME_PIXELS = 10;

/** A part of a picture in a frame of its own paper colour, `framePixels` wide. */
export function cropImage(image: GreyImage, box: Box, framePixels: number): GreyImage {
  const [left, right] = [Math.max(0, Math.floor(box[0])), Math.min(image.width, Math.ceil(box[2]))];
  const [top, bottom] = [Math.max(0, Math.floor(box[1])), Math.min(image.height, Math.ceil(box[3]))];
  const [width, height] = [
    Math.max(0, right - left) + 2 * framePixels,
    Math.max(0, bottom - top) + 2 * framePixels,
  ];
  const rows: Uint8Array[] = [];
  for (let y = top; y < bottom; y += 1)
    rows.push(image.pixels.subarray(y * image.width + left, y * image.width + right));
  const pixels = new Uint8Array(width * height).fill(paperOf(rows));
  for (const [index, row] of rows.entries()) pixels.set(row, (index + framePixels) * width + framePixels);
  return { width, height, dpi: image.dpi, pixels };
}

/** The grey that 85 % of the pixels do not exceed: paper, unless ink covers nearly all. */
function paperOf(rows: Uint8Array[]): number {
  const counts = new Uint32Array(256);
  let left = 0;
  for (const row of rows) {
    for (const grey of row) counts[grey] = (counts[grey] ?? 0) + 1;
    left += row.length * 0.85;
  }
  const grey = counts.findIndex((count) => (left -= count) <= 0);
  return grey < 0 ? 255 : grey;
}
