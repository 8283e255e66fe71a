import type { GreyImage } from '#worker/pdf/grey-image.ts';

/**
 * The picture with what a baseline JPEG of the given quality (1..100) loses: each block of 8 x 8 through the cosine
 * transform, divided by the luminance table of ITU-T T.81 annex K as the IJG scales it, rounded, and back.
 */
export function keepAsJpeg(image: GreyImage, quality: number): GreyImage {
  const { width, height } = image;
  const pixels = Uint8Array.from(image.pixels);
  const steps = stepsOf(quality);
  for (let top = 0; top < height; top += 8) {
    for (let left = 0; left < width; left += 8) keepBlock({ width, height, pixels, steps }, left, top);
  }
  return { ...image, pixels };
}

const LUMINANCE = [
  16, 11, 10, 16, 24, 40, 51, 61, 12, 12, 14, 19, 26, 58, 60, 55, 14, 13, 16, 24, 40, 57, 69, 56, 14, 17, 22,
  29, 51, 87, 80, 62, 18, 22, 37, 56, 68, 109, 103, 77, 24, 35, 55, 64, 81, 104, 113, 92, 49, 64, 78, 87, 103,
  121, 120, 101, 72, 92, 95, 98, 112, 100, 103, 99,
];

function stepsOf(quality: number): number[] {
  const scale = quality < 50 ? 5000 / quality : 200 - 2 * quality;
  return LUMINANCE.map((step) => Math.max(1, Math.min(255, Math.floor((step * scale + 50) / 100))));
}

/** COSINES[frequency * 8 + place], orthonormal. */
const COSINES = Float64Array.from({ length: 64 }, (_, at) => {
  const [frequency, place] = [at >> 3, at & 7];
  return (frequency === 0 ? Math.SQRT1_2 : 1) * 0.5 * Math.cos(((2 * place + 1) * frequency * Math.PI) / 16);
});

interface Sheet {
  width: number;
  height: number;
  pixels: Uint8Array;
  steps: number[];
}

function keepBlock({ width, height, pixels, steps }: Sheet, left: number, top: number): void {
  const block = new Float64Array(64);
  const place = (at: number): number =>
    Math.min(height - 1, top + (at >> 3)) * width + Math.min(width - 1, left + (at & 7));
  for (let at = 0; at < 64; at += 1) block[at] = (pixels[place(at)] ?? 0) - 128;
  const waves = transform(block, false);
  for (let at = 0; at < 64; at += 1)
    waves[at] = Math.round((waves[at] ?? 0) / (steps[at] ?? 1)) * (steps[at] ?? 1);
  const kept = transform(waves, true);
  for (let at = 0; at < 64; at += 1) {
    if (top + (at >> 3) >= height || left + (at & 7) >= width) continue;
    pixels[place(at)] = Math.max(0, Math.min(255, Math.round((kept[at] ?? 0) + 128)));
  }
}

/** The two-dimensional cosine transform of a block, or its inverse. */
function transform(block: Float64Array, inverse: boolean): Float64Array {
  const cosine = (from: number, to: number): number =>
    (inverse ? COSINES[from * 8 + to] : COSINES[to * 8 + from]) ?? 0;
  const half = new Float64Array(64);
  const whole = new Float64Array(64);
  for (let row = 0; row < 8; row += 1) {
    for (let to = 0; to < 8; to += 1) {
      let sum = 0;
      for (let from = 0; from < 8; from += 1) sum += (block[row * 8 + from] ?? 0) * cosine(from, to);
      half[row * 8 + to] = sum;
    }
  }
  for (let column = 0; column < 8; column += 1) {
    for (let to = 0; to < 8; to += 1) {
      let sum = 0;
      for (let from = 0; from < 8; from += 1) sum += (half[from * 8 + column] ?? 0) * cosine(from, to);
      whole[to * 8 + column] = sum;
    }
  }
  return whole;
}
