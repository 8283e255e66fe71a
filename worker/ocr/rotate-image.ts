import type { GreyImage } from '#worker/pdf/grey-image.ts';

/**
 * The picture turned about its middle by a few degrees, counter-clockwise, in its own size; corners become white.
 * Bilinear, in fixed point with 8 bits of fraction.
 */
export function rotateImage(
  image: GreyImage,
  degrees: number,
): GreyImage & { pixels: Uint8Array<ArrayBuffer> } {
  const { width, height } = image;
  const rotated = new Uint8Array(width * height).fill(255);
  const [cos, sin] = [Math.cos((degrees * Math.PI) / 180), Math.sin((degrees * Math.PI) / 180)];
  const [middleX, middleY] = [(width - 1) / 2, (height - 1) / 2];
  for (let y = 0; y < height; y += 1) {
    const startX = middleX - middleX * cos - (y - middleY) * sin;
    const startY = middleY - middleX * sin + (y - middleY) * cos;
    const [fromX, toX] = inside({ start: startX, step: cos, size: width });
    const [fromY, toY] = inside({ start: startY, step: sin, size: height });
    const [from, to] = [Math.max(0, fromX, fromY), Math.min(width, toX, toY)];
    if (from < to) fillRow(image, rotated, { y, from, to, startX, startY, cos, sin });
  }
  return { ...image, pixels: rotated };
}

interface Row {
  y: number;
  from: number;
  to: number;
  startX: number;
  startY: number;
  cos: number;
  sin: number;
}

/** Which steps from `start` stay where a pixel and its next neighbour are on the picture: [first, past the last]. */
function inside({
  start,
  step,
  size,
}: {
  start: number;
  step: number;
  size: number;
}): [from: number, to: number] {
  if (Math.abs(step) < 1e-9) return start >= 0 && start < size - 1 ? [0, Infinity] : [0, 0];
  const ends = [-start / step, (size - 1.01 - start) / step].sort((one, other) => one - other);
  return [Math.ceil(ends[0] ?? 0), Math.floor(ends[1] ?? 0) + 1];
}

function fillRow({ width, pixels }: GreyImage, rotated: Uint8Array, row: Row): void {
  let x = Math.round((row.startX + row.from * row.cos) * UNIT);
  let y = Math.round((row.startY + row.from * row.sin) * UNIT);
  const [stepX, stepY] = [row.cos * UNIT, row.sin * UNIT];
  let [exactX, exactY] = [x, y];
  for (let at = row.y * width + row.from; at < row.y * width + row.to; at += 1) {
    const source = (y >> BITS) * width + (x >> BITS);
    const [right, down] = [x & (UNIT - 1), y & (UNIT - 1)];
    const above = (pixels[source] ?? 0) * (UNIT - right) + (pixels[source + 1] ?? 0) * right;
    const below = (pixels[source + width] ?? 0) * (UNIT - right) + (pixels[source + width + 1] ?? 0) * right;
    rotated[at] = (above * (UNIT - down) + below * down + HALF) >> (2 * BITS);
    exactX += stepX;
    exactY += stepY;
    x = exactX | 0;
    y = exactY | 0;
  }
}

const BITS = 8;
const UNIT = 1 << BITS;
const HALF = 1 << (2 * BITS - 1);
