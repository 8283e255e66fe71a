import type { GreyImage } from '#worker/pdf/grey-image.ts';

/**
 * The picture turned about its middle by a few degrees, counter-clockwise, in its own size; corners become white.
 * By cubic convolution with a = -1/2 (R. Keys, "Cubic convolution interpolation for digital image processing", 1981),
 * in fixed point with 8 bits of fraction: strokes stay as sharp as they are.
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

/** Which steps from `start` stay where a pixel, the one before and the next two are on the picture: [first, past the last]. */
function inside({
  start,
  step,
  size,
}: {
  start: number;
  step: number;
  size: number;
}): [from: number, to: number] {
  if (Math.abs(step) < 1e-9) return start >= 1 && start < size - 2 ? [0, Infinity] : [0, 0];
  const ends = [(1.01 - start) / step, (size - 2.01 - start) / step].sort((one, other) => one - other);
  return [Math.ceil(ends[0] ?? 0), Math.floor(ends[1] ?? 0) + 1];
}

function fillRow({ width, pixels }: GreyImage, rotated: Uint8Array, row: Row): void {
  let exactX = Math.round((row.startX + row.from * row.cos) * UNIT);
  let exactY = Math.round((row.startY + row.from * row.sin) * UNIT);
  const [stepX, stepY] = [row.cos * UNIT, row.sin * UNIT];
  for (let at = row.y * width + row.from; at < row.y * width + row.to; at += 1) {
    const [x, y] = [exactX | 0, exactY | 0];
    const across = (x & (UNIT - 1)) * 4;
    const [w0, w1, w2, w3] = [
      WEIGHTS[across] ?? 0,
      WEIGHTS[across + 1] ?? 0,
      WEIGHTS[across + 2] ?? 0,
      WEIGHTS[across + 3] ?? 0,
    ];
    let down = (y & (UNIT - 1)) * 4;
    let source = ((y >> BITS) - 1) * width + (x >> BITS) - 1;
    let sum = 0;
    for (const end = down + 4; down < end; down += 1, source += width) {
      sum +=
        (WEIGHTS[down] ?? 0) *
        (w0 * (pixels[source] ?? 0) +
          w1 * (pixels[source + 1] ?? 0) +
          w2 * (pixels[source + 2] ?? 0) +
          w3 * (pixels[source + 3] ?? 0));
    }
    rotated[at] = sum <= 0 ? 0 : sum >= 255 ? 255 : sum + 0.5;
    exactX += stepX;
    exactY += stepY;
  }
}

const BITS = 8;
const UNIT = 1 << BITS;
/** Of the pixel before, the pixel itself and the next two, for each fraction of a pixel. */
const WEIGHTS = Float64Array.from({ length: UNIT * 4 }, (_, index) =>
  cubic(Math.abs(Math.floor(index / 4) / UNIT + 1 - (index % 4))),
);

function cubic(x: number): number {
  if (x >= 2) return 0;
  return x < 1 ? (1.5 * x - 2.5) * x * x + 1 : ((-0.5 * x + 2.5) * x - 4) * x + 2;
}
