import type { Ink } from '#worker/ocr/find-ink.ts';
import type { Box } from '#worker/page/page-model.ts';

/** The boxes of all separate blots of ink that are at most `mostPixels` wide and tall, in pixels of the ink. */
export function findBlots(ink: Ink, mostPixels: number): Box[] {
  const { width, height } = ink;
  const left = Uint8Array.from(ink.marks);
  const blots: Box[] = [];
  const stack: number[] = [];
  for (let seed = 0; seed < left.length; seed += 1) {
    if (left[seed] !== 1) continue;
    let [x0, y0, x1, y1] = [width, height, 0, 0];
    left[seed] = 0;
    stack.push(seed);
    for (let at = stack.pop(); at !== undefined; at = stack.pop()) {
      const [x, y] = [at % width, (at / width) | 0];
      if (x < x0) x0 = x;
      if (x > x1) x1 = x;
      if (y < y0) y0 = y;
      if (y > y1) y1 = y;
      spread(left, stack, { x, y, width, height });
    }
    if (x1 - x0 < mostPixels && y1 - y0 < mostPixels) blots.push([x0, y0, x1 + 1, y1 + 1]);
  }
  return blots;
}
interface Place {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** Takes the ink around a place, corners included. */
function spread(left: Uint8Array, stack: number[], { x, y, width, height }: Place): void {
  for (let row = Math.max(0, y - 1); row <= Math.min(height - 1, y + 1); row += 1) {
    for (let column = Math.max(0, x - 1); column <= Math.min(width - 1, x + 1); column += 1) {
      const at = row * width + column;
      if (left[at] !== 1) continue;
      left[at] = 0;
      stack.push(at);
    }
  }
}
