import type { Box, Word } from '#worker/page/page-model.ts';
import { down, median, shared, unionBox } from './box-math.ts';

/** Words that stand on one baseline, left to right. */
export interface TextLine {
  words: Word[];
  box: Box;
  sizePoints: number;
}

/** Stage "lines": gathers words on baselines, top to bottom. Leaders ("......") are dropped: they only fill space. */
export function textLines(words: readonly Word[]): TextLine[] {
  const lines: Word[][] = [];
  const byHeight = words
    .filter((word) => !LEADER.test(word.text))
    .toSorted((a, b) => middleOf(a) - middleOf(b));
  for (const word of byHeight) {
    const line = lines
      .slice(-NEAR_LINES)
      .reverse()
      .find((candidate) => sharesBaseline(candidate, word));
    if (line) line.push(word);
    else lines.push([word]);
  }
  return lines.map(toLine).sort((a, b) => a.box[1] + a.box[3] - b.box[1] - b.box[3]);
}

const LEADER = /^[.…·_]{3,}$|^…$/;
const NEAR_LINES = 3;

function middleOf(word: Word): number {
  return (word.box[1] + word.box[3]) / 2;
}

/** Compared with the tallest word of the line, since dashes and superscripts are too small to say where a line runs. */
function sharesBaseline(line: Word[], word: Word): boolean {
  const tallest = line.reduce((a, b) => (b.box[3] - b.box[1] > a.box[3] - a.box[1] ? b : a));
  const lower = Math.min(tallest.box[3] - tallest.box[1], word.box[3] - word.box[1]);
  return shared(down(tallest.box), down(word.box)) >= lower * 0.5;
}

function toLine(words: Word[]): TextLine {
  const sorted = words.toSorted((a, b) => a.box[0] - b.box[0]);
  return {
    words: sorted,
    box: unionBox(sorted.map((word) => word.box)) ?? [0, 0, 0, 0],
    sizePoints: median(sorted.map((word) => word.fontSizePoints)),
  };
}
