import type { GreyImage } from '#worker/pdf/grey-image.ts';

/** The picture a whole number of times smaller; each pixel is the average of a square. */
export function shrinkImage(image: GreyImage, factor: number): GreyImage {
  const [width, height] = [Math.floor(image.width / factor), Math.floor(image.height / factor)];
  const pixels = new Uint8Array(width * height);
  const sums = new Uint32Array(width);
  for (let y = 0; y < height; y += 1) {
    sums.fill(0);
    for (let row = y * factor; row < (y + 1) * factor; row += 1) addRow(sums, image, { row, factor });
    for (let x = 0; x < width; x += 1) pixels[y * width + x] = (sums[x] ?? 0) / (factor * factor);
  }
  return { width, height, dpi: image.dpi / factor, pixels };
}

function addRow(sums: Uint32Array, image: GreyImage, { row, factor }: { row: number; factor: number }): void {
  let at = row * image.width;
  for (let x = 0; x < sums.length; x += 1) {
    let sum = sums[x] ?? 0;
    for (let step = 0; step < factor; step += 1) sum += image.pixels[at++] ?? 0;
    sums[x] = sum;
  }
}
