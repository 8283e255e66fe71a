import type { Box, Word } from '#worker/page/page-model.ts';
import { median, unionBox } from './box-math.ts';
import { gatherLines } from './gather-lines.ts';

/** Words that stand on one baseline, left to right. */
export interface TextLine {
  words: Word[];
  box: Box;
  sizePoints: number;
}

/**
 * Stage "lines": gathers words on baselines, top to bottom. Leaders ("......") are dropped, they only fill space, and so are
 * lines of nothing but strokes ("------ ======"), which are rulings.
 */
export function textLines(words: readonly Word[]): TextLine[] {
  const leads = words.some((word) => LEADER.test(word.text));
  return gatherLines(words.filter((word) => !LEADER.test(word.text)))
    .map((line) => (leads ? withoutRests(line) : line))
    .filter((line) => !line.every((word) => STROKES.test(word.text)))
    .map(toLine)
    .sort((a, b) => a.box[1] + a.box[3] - b.box[1] - b.box[3]);
}

const LEADER = /^[.…·_]{3,}$|^…$/;
const STROKES = /^[-=–—_]{3,}$/;

/** On a page with leaders a dot or two close behind a word are what a long label left room for; further off they may be a cell. */
function withoutRests(line: Word[]): Word[] {
  return line.filter((word, index) => {
    const before = line[index - 1];
    const close = before && word.box[0] - before.box[2] <= REST_GAP_EMS * word.fontSizePoints;
    return !(close && /^\.{1,2}$/.test(word.text) && /\p{L}/u.test(before.text));
  });
}

const REST_GAP_EMS = 0.7;

function toLine(words: Word[]): TextLine {
  return {
    words,
    box: unionBox(words.map((word) => word.box)) ?? [0, 0, 0, 0],
    sizePoints: median(words.map((word) => word.fontSizePoints)),
  };
}
