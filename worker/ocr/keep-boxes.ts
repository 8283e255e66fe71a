import type { GreyImage } from '#worker/pdf/grey-image.ts';
import type { Box } from '#worker/page/page-model.ts';

/** Paints all but the boxes, in pixels, white. Changes the picture it is given. */
export function keepBoxes({ width, height, pixels }: GreyImage, boxes: Box[]): void {
  for (let y = 0; y < height; y += 1) {
    let from = 0;
    const kept = boxes
      .filter((box) => y >= Math.floor(box[1]) && y < Math.ceil(box[3]))
      .toSorted((one, other) => one[0] - other[0]);
    for (const [x0, , x1] of kept) {
      const left = Math.min(width, Math.max(0, Math.floor(x0)));
      if (left > from) pixels.fill(WHITE, y * width + from, y * width + left);
      from = Math.max(from, Math.min(width, Math.ceil(x1)));
    }
    pixels.fill(WHITE, y * width + from, (y + 1) * width);
  }
}

const WHITE = 255;
