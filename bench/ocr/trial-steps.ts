import { findInk } from '#worker/ocr/find-ink.ts';
import { softenImage } from '#worker/ocr/soften-image.ts';
import type { Scan } from '#worker/ocr/prepare-scan.ts';
import type { GreyImage } from '#worker/pdf/grey-image.ts';

/** Cleaning that was tried and not taken up, so that anybody can measure it again (`--with`). */
export const TRIAL_STEPS: Readonly<Record<string, (scan: Scan) => Scan>> = {
  /** Speckle: the middle of each pixel's nine. */
  median: (scan) => ({ ...scan, image: median(scan.image) }),
  /** Uneven light: divided by the brightest near each place. */
  evenlight: (scan) => ({ ...scan, image: evenLight(scan.image) }),
  /** Black and white by the threshold that finds the ink for lines and letters. */
  bilevel: (scan) => ({ ...scan, image: bilevel(scan.image) }),
  /** Rulings painted over. */
  unruled: (scan) => ({ ...scan, image: unruled(scan) }),
  /** Softened edges for the whole page. */
  soften: (scan) => ({ ...scan, image: softenImage(scan.image) }),
};

function median(image: GreyImage): GreyImage {
  const { width, height, pixels } = image;
  const cleaned = Uint8Array.from(pixels);
  const nine = new Uint8Array(9);
  for (let y = 1; y < height - 1; y += 1) {
    for (let x = 1; x < width - 1; x += 1) {
      let next = 0;
      for (let row = y - 1; row <= y + 1; row += 1) {
        for (let column = x - 1; column <= x + 1; column += 1)
          nine[next++] = pixels[row * width + column] ?? 0;
      }
      cleaned[y * width + x] = nine.sort()[4] ?? 0;
    }
  }
  return { ...image, pixels: cleaned };
}

function evenLight(image: GreyImage): GreyImage {
  const { width, height, pixels, dpi } = image;
  const tile = Math.round(dpi / 6);
  const columns = Math.ceil(width / tile);
  const papers = new Uint8Array(columns * Math.ceil(height / tile));
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const at = Math.floor(y / tile) * columns + Math.floor(x / tile);
      papers[at] = Math.max(papers[at] ?? 0, pixels[y * width + x] ?? 0);
    }
  }
  const lit = pixels.map((grey, at) => {
    const paper = papers[Math.floor(at / width / tile) * columns + Math.floor((at % width) / tile)] ?? 255;
    return Math.min(255, Math.round((grey * 255) / Math.max(1, paper)));
  });
  return { ...image, pixels: lit };
}

function bilevel(image: GreyImage): GreyImage {
  return {
    ...image,
    pixels: Uint8Array.from(findInk(image).marks, (mark) => (mark === 1 ? 0 : 255)),
  };
}

function unruled({ image, lines }: Scan): GreyImage {
  const pixels = Uint8Array.from(image.pixels);
  for (const {
    box: [x0, y0, x1, y1],
  } of lines) {
    for (let y = Math.max(0, Math.floor(y0) - 1); y < Math.min(image.height, Math.ceil(y1) + 1); y += 1)
      pixels.fill(255, y * image.width + Math.max(0, Math.floor(x0)), y * image.width + Math.ceil(x1));
  }
  return { ...image, pixels };
}
