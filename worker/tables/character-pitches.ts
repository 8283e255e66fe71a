import type { Word } from '#worker/page/page-model.ts';
import { median } from './box-math.ts';
import type { TextLine } from './text-lines.ts';

/**
 * Of each line of a page the width in points that all its characters have, the space too, where it is set in a monospaced face;
 * null where it is not. Known from the boxes alone: words are as wide as their characters are many, and no two stand closer than
 * one character, which letters of other faces do not keep. Lines of figures keep it in most faces: they are monospaced where they
 * have the pitch of the lines with letters. Recognised words end with their ink and are never taken for monospaced.
 */
export function characterPitches(lines: readonly TextLine[]): (number | null)[] {
  const telling = lines.filter(({ words }) => isTelling(words));
  const told = telling.map(({ words }) => pitchOf(words)).filter((pitch) => pitch !== null);
  return lines.map(({ words }) => {
    const pitch = pitchOf(words);
    if (pitch === null) return null;
    const alike = told.filter((other) => isSame(other, pitch)).length;
    return alike >= LEAST_ALIKE && alike >= LEAST_SHARE * telling.length ? pitch : null;
  });
}

/** In other faces a line or two are so even by accident. */
const LEAST_ALIKE = 2;
const LEAST_SHARE = 0.25;

/** Whether the line has words enough, of letters, whose widths could differ. */
function isTelling(words: readonly Word[]): boolean {
  const long = new Set(words.map(({ text }) => text).filter((text) => text.length >= LEAST_LENGTH));
  const letters = [...long].join('').replace(/[^\p{L}]/gu, '').length;
  return long.size >= 2 && letters >= LEAST_LETTERS;
}

const LEAST_LETTERS = 8;

function pitchOf(words: readonly Word[]): number | null {
  const pitches = words
    .filter(({ text }) => text.length >= LEAST_LENGTH)
    .map(({ text, box }) => (box[2] - box[0]) / text.length);
  const pitch = median(pitches);
  if (pitches.length < 2 || pitch <= 0 || !pitches.every((each) => isSame(each, pitch))) return null;
  const gaps = words.slice(1).map((word, index) => word.box[0] - (words[index]?.box[2] ?? 0));
  return gaps.every((gap) => gap >= LEAST_GAP * pitch) ? pitch : null;
}

const LEAST_LENGTH = 3;
/** In characters. */
const LEAST_GAP = 0.9;
const SLACK = 0.015;

function isSame(one: number, other: number): boolean {
  return Math.abs(one - other) <= SLACK * other;
}
