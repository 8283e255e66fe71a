import { findBlots } from '#worker/ocr/find-blots.ts';
import type { Ink } from '#worker/ocr/find-ink.ts';
import { findLines } from '#worker/ocr/find-lines.ts';
import { isSideways } from '#worker/ocr/is-sideways.ts';
import type { GreyImage } from '#worker/pdf/grey-image.ts';
import type { Box } from '#worker/page/page-model.ts';

/**
 * Whether a picture holds lines of text, such as a pasted table, and not just a few labels: letters side by side, in
 * several lines, over much of the picture, on light and plain paper. Photos, logos, charts, signatures, maps and drawings
 * do not. `ink` is that of the picture, without what is known already. Meant for about 150 dots per inch.
 */
export function holdsText(image: GreyImage, ink: Ink): boolean {
  const { lightShare, plainShare } = paperOf(image);
  if (lightShare < LEAST_LIGHT || plainShare < LEAST_PLAIN) return false;
  const lines = findTextLines(ink);
  const letters = lines.flat();
  if (lines.length < LEAST_LINES || letters.length < LEAST_LETTERS || isSideways(ink)) return false;
  const { squares, bands } = spreadOf(letters, ink);
  return Math.sqrt(inkShareOf(letters, ink)) * squares * bands >= LEAST_TEXT;
}

const LEAST_LIGHT = 0.6;
const LEAST_PLAIN = 0.6;
const LEAST_LINES = 4;
const LEAST_LETTERS = 40;
/**
 * The root of the share of the ink that is text, times the share of the squares it stands in, times that of the height.
 * On drawn tables and paragraphs 0.22 and more (the least: wide grids and dark headings), on ten real charts 0.13 and less.
 */
const LEAST_TEXT = 0.16;
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
  return joinLevel(letters)
    .map(besideAnother)
    .filter((line) => line.length >= LEAST_IN_LINE);
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

/** Share of the ink that is in letters; rulings are neither. */
function inkShareOf(letters: Box[], ink: Ink): number {
  const rulings = findLines(ink, ink.dpi).map(({ box }) => box);
  return Math.min(1, inkIn(letters, ink) / Math.max(1, count(ink.marks) - inkIn(rulings, ink)));
}

function inkIn(boxes: Box[], { marks, width }: Ink): number {
  let sum = 0;
  for (const [x0, y0, x1, y1] of boxes)
    for (let y = y0; y < y1; y += 1) sum += count(marks.subarray(y * width + x0, y * width + x1));
  return sum;
}

/** Shares of the part that has ink: of its squares of a third of an inch and of its bands as tall, those where letters stand. */
function spreadOf(letters: Box[], ink: Ink): { squares: number; bands: number } {
  const [left, top, right, bottom] = extentOf(ink);
  const side = ink.dpi * SQUARE_INCHES;
  const across = Math.max(1, Math.round((right - left) / side));
  const down = Math.max(1, Math.round((bottom - top) / side));
  const places = letters.map(([x0, y0, x1, y1]) => ({
    column: Math.floor((((x0 + x1) / 2 - left) * across) / (right - left)),
    row: Math.floor((((y0 + y1) / 2 - top) * down) / (bottom - top)),
  }));
  const squares = new Set(places.map(({ column, row }) => row * across + column)).size;
  return { squares: squares / (across * down), bands: new Set(places.map(({ row }) => row)).size / down };
}

function extentOf({ width, height, marks }: Ink): Box {
  let [x0, y0, x1, y1] = [width, height, 0, 0];
  for (let y = 0; y < height; y += 1) {
    const row = marks.subarray(y * width, (y + 1) * width);
    const first = row.indexOf(1);
    if (first < 0) continue;
    y0 = Math.min(y0, y);
    y1 = y + 1;
    x0 = Math.min(x0, first);
    x1 = Math.max(x1, row.lastIndexOf(1) + 1);
  }
  return [x0, y0, x1, y1];
}
