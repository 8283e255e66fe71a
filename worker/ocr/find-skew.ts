import type { Ink } from '#worker/ocr/find-ink.ts';

/**
 * The angle, in degrees, that level lines of text run off the level; clockwise positive: they fall to the right.
 * It is the one under which the ink falls into the sharpest lines: the sum of squared differences of neighbouring
 * rows of the projection profile is largest there (Postl's method). Meant for pictures of about 100 dots per inch.
 */
export function findSkew(ink: Ink): number {
  const dots = collectDots(ink);
  let best = { degrees: 0, sharpness: sharpnessAt(dots, 0) };
  const search = (middle: number, reach: number, step: number): void => {
    for (let degrees = middle - reach; degrees <= middle + reach + step / 2; degrees += step) {
      const sharpness = sharpnessAt(dots, degrees);
      if (sharpness > best.sharpness) best = { degrees, sharpness };
    }
  };
  search(0, MOST_DEGREES, COARSE_STEP_DEGREES);
  search(best.degrees, COARSE_STEP_DEGREES, FINE_STEP_DEGREES);
  return best.degrees;
}

const MOST_DEGREES = 4;
/** Over the width of a page a step moves the last letter by less than the height of a letter. */
const COARSE_STEP_DEGREES = 0.15;
const FINE_STEP_DEGREES = 0.05;
/** Rows of the profile: as many as a page of 100 dots per inch has, tilted, with room to spare. */
const PROFILE_SIZE = 8192;

interface Dots {
  x: Int32Array;
  y: Int32Array;
}

function collectDots({ width, marks }: Ink): Dots {
  const total = marks.reduce((sum, mark) => sum + mark, 0);
  const dots = { x: new Int32Array(total), y: new Int32Array(total) };
  let next = 0;
  for (let at = 0; at < marks.length; at += 1) {
    if (marks[at] !== 1) continue;
    dots.x[next] = at % width;
    dots.y[next] = (at / width) | 0;
    next += 1;
  }
  return dots;
}

function sharpnessAt({ x, y }: Dots, degrees: number): number {
  const slope = Math.tan((degrees * Math.PI) / 180);
  const profile = new Int32Array(PROFILE_SIZE);
  for (let at = 0; at < x.length; at += 1) {
    const row = ((y[at] ?? 0) - (x[at] ?? 0) * slope + PROFILE_SIZE / 4) | 0;
    profile[row] = (profile[row] ?? 0) + 1;
  }
  let sum = 0;
  for (let row = 1; row < PROFILE_SIZE; row += 1) sum += ((profile[row] ?? 0) - (profile[row - 1] ?? 0)) ** 2;
  return sum;
}
