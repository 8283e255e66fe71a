import { rotateImage } from '#worker/ocr/rotate-image.ts';
import type { GreyImage } from '#worker/pdf/grey-image.ts';
import { keepAsJpeg } from './keep-as-jpeg.ts';
import type { Profile } from './profile.ts';

/** A picture as a scanner of the profile gives it, and how far the sheet lay askew: degrees, clockwise positive. */
export function degrade(
  page: GreyImage,
  profile: Profile,
  random: () => number,
): { image: GreyImage; skewDegrees: number } {
  const skewDegrees = (random() * 2 - 1) * profile.skewDegrees;
  // rotateImage turns counter-clockwise.
  let image = skewDegrees === 0 ? page : rotateImage(page, -skewDegrees);
  if (profile.blurPixels > 0) image = blur(image, profile.blurPixels);
  image = expose(image, profile, random);
  if (profile.jpegQuality !== null) image = keepAsJpeg(image, profile.jpegQuality);
  if (profile.bilevel)
    image = { ...image, pixels: image.pixels.map((grey) => (grey < BILEVEL_LIMIT ? 0 : 255)) };
  return { image, skewDegrees };
}

const BILEVEL_LIMIT = 128;

/** A Gaussian of radius 2, once along and once across. */
function blur(image: GreyImage, sigma: number): GreyImage {
  const weights = [-2, -1, 0, 1, 2].map((step) => Math.exp(-(step * step) / (2 * sigma * sigma)));
  const sum = weights.reduce((total, weight) => total + weight, 0);
  const across = spread(image, { weights, sum, step: 1 });
  return spread(across, { weights, sum, step: image.width });
}

function spread(
  image: GreyImage,
  { weights, sum, step }: { weights: number[]; sum: number; step: number },
): GreyImage {
  const { pixels } = image;
  const blurred = new Uint8Array(pixels.length);
  for (let at = 0; at < pixels.length; at += 1) {
    let total = 0;
    for (let index = 0; index < 5; index += 1)
      total += (pixels[at + (index - 2) * step] ?? 255) * (weights[index] ?? 0);
    blurred[at] = total / sum;
  }
  return { ...image, pixels: blurred };
}

/** Contrast, uneven light, noise and dust. */
function expose(image: GreyImage, profile: Profile, random: () => number): GreyImage {
  const { black, white, shade, noise, specks } = profile;
  const { width, height } = image;
  const pixels = new Uint8Array(image.pixels.length);
  for (let at = 0; at < pixels.length; at += 1) {
    const lit = black + ((image.pixels[at] ?? 0) / 255) * (white - black);
    const dark = (shade * (at % width)) / width;
    const grain = noise === 0 ? 0 : noise * normal(random);
    pixels[at] = Math.max(0, Math.min(255, Math.round(lit - dark + grain)));
  }
  for (let speck = 0; speck < specks; speck += 1) {
    const at = Math.floor(random() * height) * width + Math.floor(random() * width);
    const size = random() < 0.7 ? 1 : 2;
    for (let y = 0; y < size; y += 1) pixels.fill(40, at + y * width, at + y * width + size);
  }
  return { ...image, pixels };
}

/** A sum of uniform numbers is near enough to a normal one. */
function normal(random: () => number): number {
  return (random() + random() + random() + random() - 2) * Math.sqrt(3);
}
