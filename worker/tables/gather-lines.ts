import type { Word } from '#worker/page/page-model.ts';
import { down, shared } from './box-math.ts';

/** The words of a level page as lines: each on one baseline and from left to right, the lines by their height on the page. */
export function gatherLines(words: readonly Word[]): Word[][] {
  const lines: Word[][] = [];
  for (const word of words.toSorted((a, b) => middleOf(a) - middleOf(b))) {
    const line = lines
      .slice(-NEAR_LINES)
      .reverse()
      .find((candidate) => sharesBaseline(candidate, word));
    if (line) line.push(word);
    else lines.push([word]);
  }
  return lines.map((line) => line.toSorted((a, b) => a.box[0] - b.box[0]));
}

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
