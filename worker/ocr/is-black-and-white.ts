import type { GreyImage } from '#worker/pdf/grey-image.ts';

/**
 * Whether a picture was scanned in black and white: nearly all of it is one or the other, though its edges may have
 * turned grey when it was made larger.
 */
export function isBlackAndWhite({ pixels }: GreyImage): boolean {
  let pure = 0;
  for (const grey of pixels) if (grey === 0 || grey === 255) pure += 1;
  return pure >= pixels.length * PURE_SHARE;
}

const PURE_SHARE = 0.8;
