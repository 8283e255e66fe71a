import type { OcrWord } from '#worker/ocr/ocr-engine.ts';
import type { Box } from '#worker/page/page-model.ts';

/**
 * Where letters were left unread: pieces of lines made of the blots of a picture that no word covers, in pixels, from top to
 * bottom. Segmentation drops narrow columns, such as account numbers, and figures that stand alone.
 */
export function findUnread(blots: Box[], words: OcrWord[], dpi: number): Box[] {
  const covered = new Covered(words, dpi);
  const left = blots.filter((blot) => !covered.has(blot));
  if (left.length > MOST_BLOTS) return [];
  return joinLines(left)
    .filter((line) => isLine(line, dpi))
    .slice(0, MOST_LINES);
}

/** A page with more is a picture; joining takes time with the square of the blots, on the worker's main thread. */
const MOST_BLOTS = 10_000;
const MOST_LINES = 300;
/** All in inches. */
const TALLEST_LINE_INCHES = 0.3;
const SMALLEST_LINE_INCHES = 0.05;
const BUCKET_INCHES = 0.25;

function isLine([, y0, , y1]: Box, dpi: number): boolean {
  return y1 - y0 >= dpi * SMALLEST_LINE_INCHES && y1 - y0 <= dpi * TALLEST_LINE_INCHES;
}

/** Looks up quickly whether a word covers a place. */
class Covered {
  readonly #rows = new Map<number, Box[]>();
  readonly #step: number;

  constructor(words: OcrWord[], dpi: number) {
    this.#step = dpi * BUCKET_INCHES;
    for (const { box, baseline, emPixels } of words) {
      // Ink of a word may stick out of the box that the recogniser gives it.
      const [rise, side] = [0.15 * emPixels, 0.1 * emPixels];
      const wide: Box = [
        box[0] - side,
        Math.min(box[1], baseline - rise) - rise,
        box[2] + side,
        box[3] + rise,
      ];
      for (let row = this.#rowOf(wide[1]); row <= this.#rowOf(wide[3]); row += 1) {
        const known = this.#rows.get(row);
        if (known === undefined) this.#rows.set(row, [wide]);
        else known.push(wide);
      }
    }
  }

  /** Whether the middle of a box is covered. */
  has([x0, y0, x1, y1]: Box): boolean {
    const [x, y] = [(x0 + x1) / 2, (y0 + y1) / 2];
    const near = this.#rows.get(this.#rowOf(y)) ?? [];
    return near.some((box) => x >= box[0] && x <= box[2] && y >= box[1] && y <= box[3]);
  }

  #rowOf(y: number): number {
    return Math.floor(y / this.#step);
  }
}

/** Blots side by side at the height of each other, at most a letter's height apart, are one line. */
function joinLines(blots: Box[]): Box[] {
  const lines: [number, number, number, number][] = [];
  for (const [x0, y0, x1, y1] of blots.toSorted((one, other) => one[0] - other[0])) {
    const line = lines.find((known) => {
      const [tall, shared] = [
        Math.max(known[3] - known[1], y1 - y0),
        Math.min(known[3], y1) - Math.max(known[1], y0),
      ];
      return (
        x0 - known[2] <= tall * GAP_SHARE && shared >= Math.min(known[3] - known[1], y1 - y0) * SHARED_HEIGHT
      );
    });
    if (line === undefined) lines.push([x0, y0, x1, y1]);
    else {
      line[1] = Math.min(line[1], y0);
      line[2] = Math.max(line[2], x1);
      line[3] = Math.max(line[3], y1);
    }
  }
  return lines.toSorted((one, other) => one[1] - other[1] || one[0] - other[0]);
}

const GAP_SHARE = 0.9;
const SHARED_HEIGHT = 0.5;
