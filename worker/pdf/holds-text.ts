import { findBlots } from '#worker/ocr/find-blots.ts';
import type { Ink } from '#worker/ocr/find-ink.ts';
import { isSideways } from '#worker/ocr/is-sideways.ts';
import type { GreyImage } from '#worker/pdf/grey-image.ts';
import type { Box } from '#worker/page/page-model.ts';

/**
 * Whether a picture holds lines of text, such as a pasted table, and not just a few labels: letters side by side, in
 * several lines, over much of the picture, on light and plain paper. Photos, logos, charts, signatures, maps and drawings
 * do not. `ink` is that of the picture, without what is known already. Meant for about 150 dots per inch.
 */
export function holdsText(image: GreyImage, ink: Ink): boolean {
  return describeText(image, ink).holds;
}

/** What was counted. */
export interface TextSigns {
  holds: boolean;
  lightShare: number;
  plainShare: number;
  lines: number;
  letters: number;
  /** Share of the ink that is letters in lines. */
  inkShare: number;
  /** Share of the picture's squares, a third of an inch wide, that letters in lines stand in. */
  spread: number;
}

export function describeText(image: GreyImage, ink: Ink): TextSigns {
  const { lightShare, plainShare } = paperOf(image);
  const lines = findTextLines(ink);
  const letters = lines.flat();
  const signs = {
    lightShare,
    plainShare,
    lines: lines.length,
    letters: letters.length,
    inkShare: inkIn(letters, ink) / Math.max(1, count(ink.marks)),
    spread: spreadOf(letters, ink),
  };
  const holds =
    signs.lightShare >= LEAST_LIGHT &&
    signs.plainShare >= LEAST_PLAIN &&
    signs.lines >= LEAST_LINES &&
    signs.letters >= LEAST_LETTERS &&
    signs.inkShare >= LEAST_INK &&
    signs.spread >= LEAST_SPREAD &&
    !isSideways(ink);
  return { holds, ...signs };
}

const LEAST_LIGHT = 0.6;
const LEAST_PLAIN = 0.6;
const LEAST_LINES = 4;
const LEAST_LETTERS = 40;
const LEAST_INK = 0.3;
const LEAST_SPREAD = 0.3;
/** Greys lighter than this are paper or a shaded band. */
const LIGHT = 160;
/** Neighbours that differ by no more are of one area; JPEG leaves less. */
const PLAIN_STEP = 8;
/** All in inches. */
const SQUARE_INCHES = 1 / 3;
const SMALLEST_LETTER_INCHES = 0.04;
const TALLEST_LETTER_INCHES = 0.22;
/** Letters of small print run into one another: a blot may be a word. */
const WIDEST_LETTER_INCHES = 0.6;

function paperOf({ width, height, pixels }: GreyImage): { lightShare: number; plainShare: number } {
  let [light, plain] = [0, 0];
  for (let y = 0; y + 1 < height; y += 1) {
    for (let at = y * width; at + 1 < (y + 1) * width; at += 1) {
      const grey = pixels[at] ?? 0;
      if (grey >= LIGHT) light += 1;
      const [right, below] = [pixels[at + 1] ?? 0, pixels[at + width] ?? 0];
      if (Math.abs(grey - right) <= PLAIN_STEP && Math.abs(grey - below) <= PLAIN_STEP) plain += 1;
    }
  }
  const all = Math.max(1, (width - 1) * (height - 1));
  return { lightShare: light / all, plainShare: plain / all };
}

/** Letters that stand beside another one at its height, line by line; lines of a few letters are labels. */
function findTextLines(ink: Ink): Box[][] {
  const { dpi } = ink;
  const letters = findBlots(ink, dpi * WIDEST_LETTER_INCHES).filter(
    ([, y0, , y1]) => y1 - y0 >= dpi * SMALLEST_LETTER_INCHES && y1 - y0 <= dpi * TALLEST_LETTER_INCHES,
  );
  return joinLevel(letters).map(besideAnother).filter((line) => line.length >= LEAST_IN_LINE);
}

const LEAST_IN_LINE = 5;

/** Blots whose feet stand at one height: from top to bottom, each from left to right. */
function joinLevel(letters: Box[]): Box[][] {
  const lines: Box[][] = [];
  for (const letter of letters.toSorted((one, other) => one[3] - other[3])) {
    const line = lines.at(-1);
    const foot = line?.[line.length >> 1]?.[3] ?? -Infinity;
    const tall = letter[3] - letter[1];
    if (line !== undefined && letter[3] - foot <= Math.max(2, tall * FOOT_SHARE)) line.push(letter);
    else lines.push([letter]);
  }
  return lines.map((line) => line.toSorted((one, other) => one[0] - other[0]));
}

const FOOT_SHARE = 0.35;

function besideAnother(line: Box[]): Box[] {
  return line.filter((letter, at) => areNear(line[at - 1], letter) || areNear(letter, line[at + 1]));
}

/** At most a letter's height apart, and alike in height. */
function areNear(left: Box | undefined, right: Box | undefined): boolean {
  if (left === undefined || right === undefined) return false;
  const [one, other] = [left[3] - left[1], right[3] - right[1]];
  const tall = Math.max(one, other);
  return right[0] - left[2] <= tall && Math.min(one, other) >= tall * ALIKE_SHARE;
}

const ALIKE_SHARE = 0.5;

function count(marks: Uint8Array): number {
  let sum = 0;
  for (const mark of marks) sum += mark;
  return sum;
}

function inkIn(boxes: Box[], { marks, width }: Ink): number {
  let sum = 0;
  for (const [x0, y0, x1, y1] of boxes)
    for (let y = y0; y < y1; y += 1) sum += count(marks.subarray(y * width + x0, y * width + x1));
  return sum;
}

function spreadOf(letters: Box[], { width, height, dpi }: Ink): number {
  const side = dpi * SQUARE_INCHES;
  const [across, down] = [Math.max(1, Math.round(width / side)), Math.max(1, Math.round(height / side))];
  const squares = new Set(
    letters.map(([x0, y0, x1, y1]) => {
      const column = Math.min(across - 1, Math.floor((((x0 + x1) / 2) * across) / width));
      return Math.min(down - 1, Math.floor((((y0 + y1) / 2) * down) / height)) * across + column;
    }),
  );
  return squares.size / (across * down);
}
