import type { GreyImage } from '#worker/pdf/grey-image.ts';
import type { Box } from '#worker/page/page-model.ts';

/** Paints boxes, in pixels, over with the colour around them. Changes the picture it is given. */
export function eraseBoxes({ width, height, pixels }: GreyImage, boxes: Box[]): void {
  for (const [x0, y0, x1, y1] of boxes) {
    const [left, right] = [Math.max(0, Math.floor(x0)), Math.min(width, Math.ceil(x1))];
    const [top, bottom] = [Math.max(0, Math.floor(y0)), Math.min(height, Math.ceil(y1))];
    const corners = [
      [left - 1, top - 1],
      [right, top - 1],
      [left - 1, bottom],
      [right, bottom],
    ].map(([x = 0, y = 0]) => pixels[y * width + x] ?? PAPER);
    const paper = Math.max(...corners);
    for (let y = top; y < bottom; y += 1) pixels.fill(paper, y * width + left, y * width + right);
  }
}

const PAPER = 255;
