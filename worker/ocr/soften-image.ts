import type { GreyImage } from '#worker/pdf/grey-image.ts';

/** The picture blurred a little (a Gaussian of 1.2 pixels), which closes the gaps and rounds the steps that faxes leave. */
export function softenImage(image: GreyImage): GreyImage {
  const across = spread(image.pixels, 1);
  return { ...image, pixels: spread(across, image.width) };
}

const WEIGHTS = [-2, -1, 0, 1, 2].map((step) => Math.exp((-step * step) / (2 * 1.2 * 1.2)));
const SUM = WEIGHTS.reduce((sum, weight) => sum + weight, 0);

/** Each pixel with its neighbours `step` apart; over the edge the pixel itself counts. */
function spread(pixels: Uint8Array, step: number): Uint8Array<ArrayBuffer> {
  const blurred = new Uint8Array(pixels.length);
  for (let at = 0; at < pixels.length; at += 1) {
    let sum = 0;
    for (let index = 0; index < WEIGHTS.length; index += 1) {
      sum += (pixels[at + (index - 2) * step] ?? pixels[at] ?? 0) * (WEIGHTS[index] ?? 0);
    }
    blurred[at] = Math.round(sum / SUM);
  }
  return blurred;
}
