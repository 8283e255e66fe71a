import { emptyImage, type GreyImage } from './grey-image.ts';

export interface ScanTraits {
  /** Turn of the sheet on the glass, clockwise above zero. */
  skewDegrees: number;
  /** Share of the pixels that carry a speck of dust, 0..1. */
  dust: number;
  /** Most that the grey of an inked pixel varies, of 255. */
  grain: number;
  random: () => number;
}

/** What a flatbed scanner makes of a clean page: turned a little, soft, grainy in the ink, dusty, grey at the lid's edge. */
export function scan(page: GreyImage, traits: ScanTraits): GreyImage {
  return addDust(addGrain(soften(turn(page, traits.skewDegrees)), traits), traits);
}

const lidGrey = 222;

/** Turned about the middle, read between pixels; beyond the sheet lies the lid. */
function turn(page: GreyImage, degrees: number): GreyImage {
  const { width, height } = page;
  const turned = emptyImage(width, height);
  const angle = (degrees * Math.PI) / 180;
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const [dx, dy] = [x - width / 2, y - height / 2];
      turned.pixels[y * width + x] = between(
        page,
        cos * dx + sin * dy + width / 2,
        cos * dy - sin * dx + height / 2,
      );
    }
  }
  return turned;
}

function between(page: GreyImage, x: number, y: number): number {
  const [left, top] = [Math.floor(x), Math.floor(y)];
  const [right, below] = [x - left, y - top];
  const upper = grey(page, left, top) * (1 - right) + grey(page, left + 1, top) * right;
  const lower = grey(page, left, top + 1) * (1 - right) + grey(page, left + 1, top + 1) * right;
  return upper * (1 - below) + lower * below;
}

function grey({ width, height, pixels }: GreyImage, x: number, y: number): number {
  return x < 0 || y < 0 || x >= width || y >= height ? lidGrey : (pixels[y * width + x] ?? lidGrey);
}

const kernel = [1, 2, 1, 2, 10, 2, 1, 2, 1] as const;

/** A small Gaussian: the lens is never quite sharp. */
function soften(page: GreyImage): GreyImage {
  const { width, height } = page;
  const soft = emptyImage(width, height);
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const sum = kernel.reduce((total, weight, place) => {
        return total + weight * grey(page, x + (place % 3) - 1, y + Math.floor(place / 3) - 1);
      }, 0);
      soft.pixels[y * width + x] = sum / 22;
    }
  }
  return soft;
}

/** Toner is uneven; blank paper is left alone, which also keeps the file small. */
function addGrain(page: GreyImage, { grain, random }: ScanTraits): GreyImage {
  const pixels = page.pixels.map((value) => {
    return value > 245 ? 255 : Math.max(0, Math.min(255, value + 18 + (random() - 0.5) * 2 * grain));
  });
  return { ...page, pixels };
}

function addDust(page: GreyImage, { dust, random }: ScanTraits): GreyImage {
  const { width, height } = page;
  const pixels = Uint8Array.from(page.pixels);
  for (let speck = 0; speck < width * height * dust; speck += 1) {
    const at = Math.floor(random() * height) * width + Math.floor(random() * width);
    const dark = 110 + random() * 110;
    pixels[at] = dark;
    if (random() < 0.3 && at + 1 < pixels.length) pixels[at + 1] = dark + 25;
  }
  return { ...page, pixels };
}
