import type { Box, Word } from '#worker/page/page-model.ts';
import { median, unionBox } from './box-math.ts';
import { gatherLines } from './gather-lines.ts';

/** Words that stand on one baseline, left to right. */
export interface TextLine {
  words: Word[];
  box: Box;
  sizePoints: number;
}

/** Stage "lines": gathers words on baselines, top to bottom. Leaders ("......") are dropped: they only fill space. */
export function textLines(words: readonly Word[]): TextLine[] {
  return gatherLines(words.filter((word) => !LEADER.test(word.text)))
    .map(toLine)
    .sort((a, b) => a.box[1] + a.box[3] - b.box[1] - b.box[3]);
}

const LEADER = /^[.…·_]{3,}$|^…$/;

function toLine(words: Word[]): TextLine {
  return {
    words,
    box: unionBox(words.map((word) => word.box)) ?? [0, 0, 0, 0],
    sizePoints: median(words.map((word) => word.fontSizePoints)),
  };
}
